"""Commands that work across rooms."""
