"""Reflect and Capture: what a Project Lead notices in one town in one month."""
