"""Addresses of things that have a key, made without asking the resolver for each."""

from functools import cache
from uuid import UUID

from django.urls import reverse

_NIL = UUID(int=0)


def address_of(page: str, key: UUID | str) -> str:
    """The address of a page of this room that is known by one key."""
    return _pattern(page).replace(str(_NIL), str(key))


@cache
def _pattern(page: str) -> str:
    return reverse(f"reflections:{page}", args=[_NIL])
