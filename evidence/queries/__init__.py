"""What pages show of quotes and consents."""
