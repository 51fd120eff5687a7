"""Who may do what the pages across rooms offer."""

from datetime import date

from people.models import User
from towns.access import Thing, reads


def may_mind_letters(user: User, *, on: date) -> bool:
    """Who sends letters again, ends them, and pauses mail: whoever sees which letters there are."""
    return reads(user, Thing.LETTERS, on=on)


def may_read_letter_texts(user: User, *, on: date) -> bool:
    """Who reads what stood in other people's letters."""
    return reads(user, Thing.LETTER_TEXTS, on=on)
