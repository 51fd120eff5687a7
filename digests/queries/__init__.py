"""What pages, letters and jobs read of digests."""
