"""Pages of quotes and consents."""
