"""What may be typed about sessions."""
