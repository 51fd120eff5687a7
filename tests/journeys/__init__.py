"""People's ways through the portal, in a real browser, against everything that runs in production."""
