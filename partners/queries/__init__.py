"""What is asked of the rows of this room."""
