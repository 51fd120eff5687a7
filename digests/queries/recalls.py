"""Which passages may not be published as things stand: asked at the desk, at freeze, at publish."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import DateField, Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from digests.models import Digest, Passage, Section
from digests.models.passages import PassageQuerySet
from digests.queries.consents import newest_consent, why_unagreed
from digests.queries.originals import items_for_groups
from evidence.models import Quote, Scope
from kit.prepared import Prepared, slot
from kit.text import settled

NARROWED = "The town does not share this with Steering Groups any more. Leave it out."
ANSWERED_ANEW = "The lead has answered otherwise since: “{words}” Take that over, or leave it out."
NAMED_ANEW = "How its speaker is named was changed since this was frozen. Take the digest back."
QUOTE_GONE = "The quote was taken away. Leave it out."
REWORDED = (
    "Nobody agreed to these words: the speaker said “{words}”. Put them back, or leave it out."
)


def recalled_in(digest: Digest, *, on: date) -> dict[int, str]:
    """Why passages of a digest may not be shown to Steering Groups that day: one statement.

    By their numbers; passages that may be shown, or are left out, are not among them.
    """
    return _why_not(_OF_DIGEST(number=digest.pk, on=on), on=on)


def recalled_in_section(section: Section, *, on: date) -> dict[int, str]:
    """The same of one of its sections."""
    return _why_not(_OF_SECTION(number=section.pk, on=on), on=on)


def _why_not(rows: Iterable[Any], *, on: date) -> dict[int, str]:
    found: dict[int, str] = {}
    for row in rows:
        if row.quote is None:
            found[row.pk] = ANSWERED_ANEW.format(words=row.said) if row.question else NARROWED
        elif row.taken_away is not None:
            found[row.pk] = QUOTE_GONE
        elif not row.is_usable:
            found[row.pk] = why_unagreed(row.newest, on=on)
        elif not is_cut_from(row.text, row.said):
            found[row.pk] = REWORDED.format(words=row.said)
    return found


def _in_question(**place: Any) -> QuerySet[Any, Any]:  # noqa: ANN401 -- a slot
    """Passages there whose original says no by now, and quotes that do not say all of it.

    However many passages there are, few are read: the database leaves out all that may be shown.
    """
    on, shared = slot("on", DateField()), items_for_groups()
    usable = Quote.objects.usable(Scope.STEERING, on=on).filter(pk=OuterRef("quote"))
    return (
        Passage.objects.kept()
        .filter(**place)
        .annotate(
            is_usable=Exists(usable),
            said=Coalesce("quote__text", "question__answer"),
            taken_away=F("quote__removed_at"),
            newest=newest_consent("quote"),
        )
        .filter(
            Q(item__isnull=False) & ~Exists(shared.filter(pk=OuterRef("item")))
            | Q(action__item__isnull=False) & ~Exists(shared.filter(pk=OuterRef("action__item")))
            | Q(quote__isnull=False) & (Q(is_usable=False) | ~Q(text=F("quote__text")))
            | Q(question__isnull=False) & ~Q(question__answer=F("copied"))
        )
        .values_list(
            "pk",
            "quote",
            "question",
            "is_usable",
            "said",
            "taken_away",
            "newest",
            "text",
            named=True,
        )
    )


_OF_DIGEST = Prepared(lambda: _in_question(section__digest=slot("number", IntegerField())))
_OF_SECTION = Prepared(lambda: _in_question(section=slot("number", IntegerField())))


def named_anew(passages: PassageQuerySet) -> dict[int, str]:
    """Quotes whose speaker wants to be named otherwise than was frozen: one statement."""
    return {
        one.pk: NAMED_ANEW
        for one in passages.kept().filter(quote__isnull=False).select_related("quote")
        if one.quote is not None and one.note != one.quote.said_by
    }


def request_address(quote: Quote) -> str:
    """Where a text stands that asks the speaker. Needs the quote's town."""
    return f"{reverse('evidence:quote', args=[quote.town.slug, quote.key])}#ask"


def is_cut_from(text: str, said: str) -> bool:
    """Whether a passage keeps to what was said: all of it, or pieces in their order, with "…".

    Where no "…" stands, nothing is left out: not at the ends, and no part of a word.
    """
    rest, pieces = settled(said).split(), [piece.split() for piece in settled(text).split("…")]
    for number, piece in enumerate(pieces):
        if not piece:
            continue
        places = range(len(rest) - len(piece) + 1) if number else range(1)
        last = number == len(pieces) - 1
        found = [
            place
            for place in places
            if _same(rest[place : place + len(piece)], piece, is_cut=not last)
            and (not last or place + len(piece) == len(rest))
        ]
        if not found:
            return False
        rest = rest[found[0] + len(piece) :]
    return not rest or not pieces[-1]


def _same(said: list[str], piece: list[str], *, is_cut: bool) -> bool:
    """Whether the words are the same; before "…" the stop behind the last one may go."""
    *first, last = piece
    ends = {said[-1], said[-1].rstrip(".,;:!?")} if is_cut and said else set(said[-1:])
    return said[:-1] == first and last in ends
