"""A failure that a person can mend."""


class Stopped(Exception):
    """Something is missing or in the way. Its text is one sentence that says what to do."""
