"""Places, their calendars, groups and tenures, and the one table of who reads what."""
