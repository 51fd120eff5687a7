"""Who reads what: every cell of the one table."""
