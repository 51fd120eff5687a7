"""What stays: deeds by name and actor, beside the row history that triggers keep."""
