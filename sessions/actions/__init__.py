"""Everything that changes sessions. One file per deed."""
