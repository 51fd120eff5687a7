"""In which digests a quote stands or stood, and who got those: for the ledger of its consents."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from digests.models import Correction, Digest, EditionPart, Passage
from digests.notices import EDITION
from evidence.models import Quote
from evidence.uses import Use
from kit.dates import day_of, in_full
from outbox.models import Notice
from outbox.promises import key_of
from people.models import Person

A_PAGE = 100  # people


def uses_of(quote: Quote) -> list[Use]:
    """Published digests that quote these words or did, the newest first: two statements."""
    told = _told().filter(about=OuterRef("about")).order_by()
    gone = Correction.objects.filter(passage=OuterRef("key"), sort=Correction.Sort.REDACTED)
    rows = (
        Passage.objects.filter(quote=quote, section__digest__published_at__isnull=False)
        .annotate(
            about=Concat(Value(key_of(Digest(pk=""))), Cast(F("section__digest"), CharField())),
            letters=Coalesce(
                Subquery(told.values("about").annotate(number=Count("pk")).values("number")), 0
            ),
            gone_at=Subquery(gone.order_by("-at").values("at")[:1]),
        )
        .select_related("section__digest")
        .order_by("-section__digest__quarter")
    )
    found = list(rows)
    stood = _in_editions([str(one.key) for one in found])
    return [_use(one) for one in found if str(one.key) in stood]


def _in_editions(keys: Sequence[str]) -> set[str]:
    """Those of the passages of these keys that stood in a published edition, withdrawn or not."""
    if not keys:
        return set()
    holds = reduce(or_, (Q(content__passages__contains=[{"key": key}]) for key in keys))
    parts = EditionPart.objects.filter(holds, edition__published_at__isnull=False)
    return {one.key for part in parts.order_by("pk") for one in part.says.passages} & set(keys)


def _use(passage: Passage) -> Use:
    digest, facts = passage.section.digest, vars(passage)
    published = in_full(day_of(digest.published_at or digest.created_at))
    letters = facts["letters"]
    got = "1 person got it by letter" if letters == 1 else f"{letters:,} people got it by letter"
    words = f"The digest of {digest.title}, published on {published}: {got}."
    if not passage.text:
        on = f" on {in_full(day_of(facts['gone_at']))}" if facts["gone_at"] else ""
        words += f" The words were taken out{on}."
    return Use(words, reverse("digests:readers", args=[digest.quarter]))


def _told() -> QuerySet[Notice]:
    """An edition, told in a letter that has left or is just leaving."""
    return Notice.objects.filter(kind=EDITION, state__in=(Notice.State.BUNDLED, Notice.State.TOLD))


def got_by_letter(digest: Digest, *, after: int) -> tuple[Sequence[tuple[str, str]], int | None]:
    """Who got a digest by letter and when, some at a time, and the number of the last if more.

    Two statements. `after` is the number of the person after whom the page begins.
    """
    rows = _told().filter(about=key_of(digest), person__gt=after)
    found = list(rows.order_by("person").values_list("person", "settled_at")[: A_PAGE + 1])
    numbers = [person for person, _ in found if person is not None]
    names = dict(Person.objects.filter(pk__in=numbers).values_list("pk", "name"))
    further = found[A_PAGE - 1][0] if len(found) > A_PAGE else None
    return [
        (names.get(person or 0, "Somebody"), in_full(day_of(at)) if at else "")
        for person, at in found[:A_PAGE]
    ], further
