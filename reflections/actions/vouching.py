"""What goes to others holds nothing that tells who a resident is, or its writer says otherwise."""

from kit.errors import DomainError
from kit.words import listed
from reflections.guard import distinct


class MayTellWhoItIs(DomainError):
    """The guard found in the words what may tell who a resident is, and nobody said otherwise."""


def vouched_for(words: str, *, vouched: bool) -> bool:
    """Whether the guard had something to ask of the words, and their writer has answered it.

    Raises MayTellWhoItIs if it asks and nobody has.
    """
    found = distinct(words)
    if found and not vouched:
        what = listed([f"“{one.fragment}” looks like {one.words}" for one in found])
        raise MayTellWhoItIs(f"{what}. Take it out, or say below that it is not about a resident.")
    return bool(found)
