"""What the main pages cost, as far as it can be counted."""
