"""What letters say over the whole demonstration programme, and to whom they say it."""
