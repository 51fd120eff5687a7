"""Everything that changes digests."""
