"""Everything that changes the programme's places, calendars, groups and tenures."""
