"""What towns, councils, groups and outcomes may be called."""

from django.db.models import Model, Q, QuerySet
from django.utils.text import slugify

from kit.errors import DomainError


class NameTaken(DomainError):
    """A town, council, group or outcome of this name exists."""


class NameWithoutLetters(DomainError):
    """The name holds neither letters nor numbers."""


def address_from(name: str, *, among: QuerySet[Model], what: str, longest: int = 100) -> str:
    """The part of an address that a name becomes. `what` is as in "a town".

    Raises:
        NameWithoutLetters: nothing is left of it.
        NameTaken: another row has it, or is called so.
    """
    slug = slugify(name)[:longest]
    if not slug:
        raise NameWithoutLetters("Enter a name that has letters or numbers.")
    if among.filter(Q(slug=slug) | Q(name__iexact=name)).exists():
        raise NameTaken(f"There is {what} called {name} already.")
    return slug
