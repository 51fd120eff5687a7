"""Quotes in what was published: whether their speakers still let them be read, and named so."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from digests.models import Edition, EditionPart, Passage
from evidence.models import Consent, Quote, Scope


@dataclass(frozen=True, slots=True)
class Unagreed:
    """A passage that was published, and the consent to whose words does not hold any more."""

    digest: int
    passage: UUID
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Renamed:
    """A passage that was published, and how its speaker is named since."""

    digest: int
    passage: UUID
    said_by: str


# Passages that are not read as they were frozen: the key of each, and how its speaker is named by
# now; nothing where its words are not to be read at all.
type Veil = frozenset[tuple[str, str]]


def unagreed_in(*, on: date) -> list[Unagreed]:
    """All passages that quote words nobody may read that day: one statement.

    Of digests that were published once, whatever has become of them, and of the passage, since;
    those whose words were taken out are not among them.
    """
    usable = Quote.objects.usable(Scope.STEERING, on=on).filter(pk=OuterRef("quote"))
    newest = Consent.objects.filter(quote=OuterRef("quote")).order_by("-pk")
    rows = (
        Passage.objects.filter(
            ~Exists(usable),
            quote__isnull=False,
            section__digest__published_at__isnull=False,
        )
        .exclude(text="")
        .annotate(withdrawn_at=Subquery(newest.values("withdrawn_at")[:1]))
        .order_by("pk")
    )
    return [
        Unagreed(digest, key, is_withdrawn=withdrawn_at is not None)
        for digest, key, withdrawn_at in rows.values_list("section__digest", "key", "withdrawn_at")
    ]


def renamed_in() -> list[Renamed]:
    """All quotes that some edition names otherwise than their speakers are named by now.

    One statement; two, if a quote was changed since an edition with it was frozen.
    """
    since = Edition.objects.filter(
        digest=OuterRef("section__digest"), frozen_at__lt=OuterRef("quote__changed_at")
    )
    rows = Passage.objects.exclude(text="").filter(Exists(since), quote__isnull=False)
    changed = list(rows.select_related("quote", "section").order_by("pk"))
    named = _named_in_editions([str(one.key) for one in changed])
    return [
        Renamed(one.section.digest_id, one.key, one.quote.said_by)
        for one in changed
        if one.quote is not None and named[str(one.key)] - {one.quote.said_by}
    ]


def _named_in_editions(keys: Collection[str]) -> Mapping[str, set[str]]:
    """How editions of whatever state name the speakers of these passages, while they quote them."""
    found: dict[str, set[str]] = {key: set() for key in keys}
    if not keys:
        return found
    holds = reduce(or_, (Q(content__passages__contains=[{"key": key}]) for key in keys))
    for part in EditionPart.objects.filter(holds).order_by("pk"):
        for one in part.says.passages:
            if one.key in found and one.text:
                found[one.key].add(one.note)
    return found


def unagreed_among(keys: Collection[str], *, on: date) -> frozenset[str]:
    """Those of the passages of these keys whose words nobody may read that day: one statement.

    None for no keys.
    """
    veil = veil_over(dict.fromkeys(keys, ""), on=on)
    return frozenset(key for key, said_by in veil if not said_by)


def veil_over(named: Mapping[str, str], *, on: date) -> Veil:
    """What of these passages is not read that day as it was frozen: one statement.

    `named` tells how the speaker of each is named there, by the passage's key. None for no keys.
    """
    if not named:
        return frozenset()
    usable = Quote.objects.usable(Scope.STEERING, on=on).filter(pk=OuterRef("quote"))
    rows = Passage.objects.filter(key__in=list(named), quote__isnull=False)
    found = rows.annotate(is_usable=Exists(usable)).select_related("quote")
    now = {
        str(one.key): one.quote.said_by if vars(one)["is_usable"] else ""
        for one in found
        if one.quote is not None
    }
    return frozenset(
        (key, said_by) for key, said_by in now.items() if not said_by or said_by != named[key]
    )
