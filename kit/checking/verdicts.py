"""What a check may find."""


class Refused(Exception):
    """The file is not kept. Carries a sentence for the person who brought it."""
