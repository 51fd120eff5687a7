"""Everything that changes quotes and consents."""
