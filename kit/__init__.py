"""Small named things that every room may use: no rows, no clock, no imports of ours."""
