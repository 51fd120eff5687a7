"""Quotes in what was published: whether their speakers still let Steering Groups read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from digests.models import Digest, Passage
from evidence.models import Consent, Quote, Scope


@dataclass(frozen=True, slots=True)
class Unagreed:
    """A passage that was published, and the consent to whose words does not hold any more."""

    digest: int
    passage: UUID
    is_withdrawn: bool


def unagreed_in(*, on: date) -> list[Unagreed]:
    """All passages of what was published that quote words nobody may read that day: one statement.

    Those whose words were taken out are not among them.
    """
    usable = Quote.objects.usable(Scope.STEERING, on=on).filter(pk=OuterRef("quote"))
    withdrawn = Consent.objects.filter(quote=OuterRef("quote"), withdrawn_at__isnull=False)
    rows = (
        Passage.objects.filter(
            ~Exists(usable),
            quote__isnull=False,
            section__digest__published_at__isnull=False,
            section__digest__state__in=(Digest.State.PUBLISHED, Digest.State.WITHDRAWN),
        )
        .exclude(text="")
        .exclude(depth=Passage.OUT)
        .annotate(is_withdrawn=Exists(withdrawn))
        .order_by("pk")
    )
    return [
        Unagreed(digest, key, is_withdrawn)
        for digest, key, is_withdrawn in rows.values_list("section__digest", "key", "is_withdrawn")
    ]


def unagreed_among(keys: Collection[str], *, on: date) -> frozenset[str]:
    """Those of the passages of these keys whose words nobody may read that day: one statement.

    None for no keys.
    """
    if not keys:
        return frozenset()
    usable = Quote.objects.usable(Scope.STEERING, on=on).filter(pk=OuterRef("quote"))
    rows = Passage.objects.filter(~Exists(usable), key__in=keys, quote__isnull=False)
    return frozenset(str(key) for key in rows.values_list("key", flat=True))
