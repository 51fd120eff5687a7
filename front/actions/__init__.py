"""Deeds of the office that reach several rooms."""
