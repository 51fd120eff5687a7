"""Everything that changes the rows of this room."""
