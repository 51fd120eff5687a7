"""People's ways through the portal, in a real browser, with all that runs in production."""
