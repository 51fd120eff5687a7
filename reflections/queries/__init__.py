"""Reads for one page each, by noun."""
