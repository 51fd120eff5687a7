"""What runs the portal on one machine without servers installed. Imports nothing of the portal."""
