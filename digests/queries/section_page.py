"""One section as it is edited: its passages, what stands in their way, quotes to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from digests.content import HEADINGS, SORTS, Sort
from digests.drafts import short_name, words_of
from digests.models import Passage, Section
from digests.queries.recalls import recalled, request_address, without_consent
from digests.wording import arrived_late
from evidence.models import Consent, Quote, Scope
from kit.dates import in_full
from people.models import User

QUOTES_SHOWN = 12


@dataclass(frozen=True)
class Entry:
    """One passage as it is edited.

    `why_not` says why it may not be published as it stands; `consent` under which its words may.
    `theirs` is what a colleague saved meanwhile, where this was typed over it; `original` what the
    town says by now, where it has changed that since it was copied; `errors` by field.
    """

    key: UUID
    sort: Sort
    text: str
    note: str
    depth: str
    version: int
    was: str
    month: str = ""
    why_not: str = ""
    request_url: str = ""
    consent: str = ""
    theirs: str = ""
    original: str = ""
    is_first: bool = False
    is_last: bool = False
    is_unsaved: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_quote(self) -> bool:
        """Whether its words are somebody's own."""
        return self.sort == Sort.QUOTE


@dataclass(frozen=True)
class EntryGroup:
    """The passages of one sort."""

    sort: Sort
    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Choice:
    """A quote of the town that is not in the section: it can be added, or why not."""

    key: UUID
    words: str
    said_by: str
    why_not: str
    request_url: str


def entries_of(section: Section, *, on: date) -> tuple[EntryGroup, ...]:
    """The section's passages by sort, as they stand: three or four statements."""
    rows = list(
        section.passages.exclude(text="")
        .in_order()
        .select_related("quote__town", "item", "question")
    )
    refused = recalled(section.passages.all(), on=on)
    consents = _consents([one for one in rows if one.quote_id], on=on)
    groups = []
    for sort in SORTS:
        own = [one for one in rows if one.sort == sort]
        entries = tuple(
            _entry(one, refused.get(one.pk, ""), consents, place=(number, len(own)))
            for number, one in enumerate(own, 1)
        )
        if entries:
            groups.append(EntryGroup(sort, HEADINGS[sort], entries))
    return tuple(groups)


def _entry(
    passage: Passage, why_not: str, consents: dict[int, str], *, place: tuple[int, int]
) -> Entry:
    number, of_them = place
    quote = passage.quote
    return Entry(
        key=passage.key,
        sort=Sort(passage.sort),
        text=passage.text,
        note=quote.said_by if quote else passage.note,
        depth=passage.depth,
        version=passage.version,
        was=words_of(passage).digest,
        month=arrived_late(passage.month) if passage.month else "",
        why_not=why_not,
        request_url=request_address(quote) if quote and why_not else "",
        consent=consents.get(quote.pk, "") if quote else "",
        original=_original(passage),
        is_first=number == 1,
        is_last=number == of_them,
    )


def _original(passage: Passage) -> str:
    """What an item or an answer says by now, if not what it said when it was copied."""
    now = passage.item.text if passage.item else ""
    now = passage.question.answer if passage.question else now
    return now if now and now != passage.copied else ""


def _consents(quoting: Sequence[Passage], *, on: date) -> dict[int, str]:
    """Under which consent each quote is used: one statement, none for no quotes."""
    if not quoting:
        return {}
    quotes = {one.quote_id for one in quoting}
    rows = Consent.objects.holding(on=on).filter(quote__in=quotes)
    return {
        one.quote_id: f"Agreed by {one.given_by} on {in_full(one.given_on)}, for {one.readers}, "
        f"until {in_full(one.until)}."
        for one in rows.filter(scopes__contains=[Scope.STEERING])
    }


def choices_for(section: Section, user: User, *, on: date) -> list[Choice]:
    """Quotes of the section's town that do not stand in it, the newest first: three statements."""
    if section.town_id is None:
        return []
    quotes = list(_not_in(section, user, on=on)[:QUOTES_SHOWN])
    numbers = [one.pk for one in quotes]
    usable = Quote.objects.usable(Scope.STEERING, on=on).filter(pk__in=numbers)
    agreed = set(usable.values_list("pk", flat=True))
    why = without_consent({one: one for one in numbers if one not in agreed}, on=on)
    return [
        Choice(
            one.key,
            one.text,
            one.said_by,
            why.get(one.pk, ""),
            request_address(one) if one.pk in why else "",
        )
        for one in quotes
    ]


def quote_seen(user: User, key: UUID, *, on: date) -> Quote | None:
    """The quote of that key, if this person sees it."""
    return Quote.objects.visible_to(user, on=on).kept().filter(key=key).first()


def _not_in(section: Section, user: User, *, on: date) -> QuerySet[Quote]:
    found = Quote.objects.visible_to(user, on=on).kept().filter(town=section.town_id)
    chosen = section.passages.filter(quote__isnull=False).values("quote")
    return found.exclude(pk__in=chosen).select_related("town").order_by("-said_on", "-pk")


def progress_was(section: Section) -> str:
    """The short name of the first sentences as a window is shown them."""
    return short_name(section.progress)
