"""The names of things as they stand in addresses."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify

_FOR_NUMBER = 8  # characters kept for the number that tells namesakes apart


def free_slug(
    name: str,
    *,
    among: QuerySet[Any],
    or_else: str,
    pages: Collection[str] = ("new",),
    longest: int = 80,
) -> str:
    """The name as an address has it, with a number if a namesake has it already.

    `among` are all the rows of the kind; `or_else` stands for a name without letters or numbers;
    `pages` are words that addresses of the same shape need for pages of their own; `longest` counts
    characters.
    """
    stem = slugify(name)[: longest - _FOR_NUMBER].strip("-_") or or_else
    taken = {*among.filter(slug__startswith=stem).values_list("slug", flat=True), *pages}
    numbers = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbers) if slug not in taken)
