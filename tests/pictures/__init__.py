"""Takes pictures of every page, for people to judge."""
