"""The Programme Team's own pages. Who does not run the office is told that they do not exist."""
