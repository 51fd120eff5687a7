"""Gatherings of the cohort: planned for a year, moved, held, written up and closed."""
