"""What pages of sessions show."""
