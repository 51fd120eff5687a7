"""What pages across rooms show."""
