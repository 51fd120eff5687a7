"""Everything that changes obligations, jots, reports, items and margins. One file per noun."""
