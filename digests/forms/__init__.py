"""What is typed of digests."""
