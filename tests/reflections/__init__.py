"""Tests of Reflect and Capture."""
