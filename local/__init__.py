"""What runs the portal on one machine without any server installed. Imports nothing of the portal."""
