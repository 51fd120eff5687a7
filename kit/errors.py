"""Refusals that a person can read."""


class DomainError(Exception):
    """Something true of the programme forbids the deed. Carries a sentence for the person."""
