"""What a person may type, by noun."""
