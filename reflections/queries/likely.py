"""Organisations of the register that somebody may mean, while an entry is written."""

from dataclasses import dataclass

from people.likeness import likely
from people.models import Organisation

MOST_LIKELY = 3


@dataclass(frozen=True)
class Likely:
    """An organisation of the register that may be the one whose name was typed."""

    slug: str
    name: str
    note: str


def likely_named(name: str) -> tuple[Likely, ...]:
    """Those whose names are likest to what was typed: one statement."""
    return tuple(
        Likely(one.slug, one.name, f"part of {one.parent}" if one.parent else "")
        for one in likely(name, most=MOST_LIKELY)
    )


def chosen_of_likely(slug: str) -> Organisation | None:
    """The organisation whose button was pressed, if it still stands by itself."""
    return Organisation.objects.filter(slug=slug, merged_into=None).first()
