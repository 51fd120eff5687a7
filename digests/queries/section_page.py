"""One section as it is edited: its passages, what stands in their way, quotes to choose from."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import DateField, Exists, IntegerField, OuterRef, QuerySet

from digests.content import HEADINGS, SORTS, Sort
from digests.drafts import words_of
from digests.models import Passage, Section
from digests.queries.consents import agreed_by, newest_consent, why_unagreed
from digests.queries.recalls import recalled_in_section, request_address
from digests.wording import arrived_late
from evidence.models import Quote, Scope
from kit.prepared import Prepared, slot
from people.models import User
from towns.readers import ForReader

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
    """The section's passages by sort, as they stand: two statements."""
    rows = _OF_SECTION(section=section.pk, on=on)
    refused = recalled_in_section(section, on=on)
    groups = []
    for sort in SORTS:
        own = [one for one in rows if one.sort == sort]
        entries = tuple(
            _entry(one, refused.get(one.pk, ""), place=(number, len(own)))
            for number, one in enumerate(own, 1)
        )
        if entries:
            groups.append(EntryGroup(sort, HEADINGS[sort], entries))
    return tuple(groups)


def _usable(quote: str) -> QuerySet[Quote]:
    """The quote that a column names, if Steering Groups may read it on the day of the asking."""
    day = slot("on", DateField())
    return Quote.objects.usable(Scope.STEERING, on=day).filter(pk=OuterRef(quote))


_OF_SECTION = Prepared(
    lambda: (
        Passage.objects.filter(section=slot("section", IntegerField()))
        .exclude(text="")
        .in_order()
        .select_related("quote__town", "item", "question")
        .annotate(newest=newest_consent("quote"), is_usable=Exists(_usable("quote")))
    )
)


def _entry(passage: Passage, why_not: str, *, place: tuple[int, int]) -> Entry:
    number, of_them = place
    quote, newest = passage.quote, vars(passage)["newest"]
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
        consent=agreed_by(newest) if vars(passage)["is_usable"] else "",
        original=_original(passage),
        is_first=number == 1,
        is_last=number == of_them,
    )


def _original(passage: Passage) -> str:
    """What an item or an answer says by now, if not what it said when it was copied."""
    now = passage.item.text if passage.item else ""
    now = passage.question.answer if passage.question else now
    return now if now and now != passage.copied else ""


def choices_for(section: Section, user: User, *, on: date) -> list[Choice]:
    """Quotes of the section's town that do not stand in it, the newest first: one statement."""
    if section.town_id is None:
        return []
    quotes = _NOT_IN(user, on=on, section=section.pk, town=section.town_id)
    return [_choice(one, on=on) for one in quotes]


def _not_in(user: User, on: date) -> QuerySet[Quote]:
    """Quotes of a town that this person sees and that stand in none of a section's passages."""
    usable = Quote.objects.usable(Scope.STEERING, on=on).filter(pk=OuterRef("pk"))
    passages = Passage.objects.filter(section=slot("section", IntegerField()), quote__isnull=False)
    return (
        Quote.objects.visible_to(user, on=on)
        .kept()
        .filter(town=slot("town", IntegerField()))
        .exclude(pk__in=passages.values("quote"))
        .select_related("town")
        .annotate(is_usable=Exists(usable), newest=newest_consent("pk"))
        .order_by("-said_on", "-pk")[:QUOTES_SHOWN]
    )


_NOT_IN = ForReader(_not_in)


def _choice(quote: Quote, *, on: date) -> Choice:
    facts = vars(quote)
    why = "" if facts["is_usable"] else why_unagreed(facts["newest"], on=on)
    return Choice(quote.key, quote.text, quote.said_by, why, request_address(quote) if why else "")


def quote_seen(user: User, key: UUID, *, on: date) -> Quote | None:
    """The quote of that key, if this person sees it."""
    return Quote.objects.visible_to(user, on=on).kept().filter(key=key).first()
