"""Everything that changes obligations, jots, reports, items and their margins. One file per noun."""
