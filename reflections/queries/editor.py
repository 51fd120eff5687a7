"""The page on which a month's report is written: its entries, and what they can be tagged with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import JSONObject

from kit.dates import clock, day_of, in_full, in_short, month_name
from kit.periods import shift
from kit.prepared import slot
from people.models import User
from reflections.entries import Content
from reflections.models import Audience, Jot, Obligation, Report
from reflections.queries.echoes import waiting, waiting_in
from reflections.queries.entry_rows import GROUPS, Editor, Entry, Group, LeftOut, Tags
from reflections.queries.fading import fading_in, with_heard
from reflections.queries.group_questions import asked_of_town, open_in_town
from reflections.queries.items import Loaded, loaded_of_report
from reflections.queries.left_out import Details, details_in
from reflections.queries.vocabulary import Vocabulary, vocabulary_of
from towns.readers import ForReader

MOST_JOTS = 50  # on one page; the rest follow when these are in


@dataclass
class Found:
    """The rows of the page before they are put into words."""

    items: list[Loaded]
    jots: list[Jot]
    words: Vocabulary


def editor_of(report: Report, user: User, *, at: datetime) -> Editor:
    """The page for somebody who may write the report. Needs it found by `report_with_month`.

    Three statements at any number of entries.
    """
    on = day_of(at)
    found = _found(report, user, on=on)
    taken_in, beside = _sorted_jots(report, found.jots)
    standing = [one for one in found.items if one.item.withdrawn_at is None]
    entries = [_item_entry(one, found, user) for one in standing] + [
        _jot_entry(jot, found.words, user) for jot in taken_in
    ]
    return Editor(
        town=report.town.name,
        town_url=report.town.get_absolute_url(),
        month=month_name(report.month),
        is_revising=report.status == Report.Status.REVISING,
        due=_due(report, at=at),
        saved=saved_words(report.saved_at, on=on),
        safeguarding_note=report.town.programme.safeguarding_note,
        groups=grouped(entries),
        unsorted=tuple(entry for entry in entries if not entry.kind),
        left_out=_beside(found, beside, standing),
        tags=_tags(found.words),
        asked=asked_of_town(vars(report)["asked"]),
        fading=fading_in(report, on=on),
        echoes=waiting(vars(report)["echoes"]),
    )


def grouped(entries: Sequence[Entry]) -> tuple[Group, ...]:
    """Entries under their kinds, each counted, with an empty one at the end of each kind."""
    groups = []
    for kind, title, hint, word, add in GROUPS:
        own = [entry for entry in entries if entry.kind == kind]
        own.append(Entry(key=str(uuid4()), kind=kind))
        counted = tuple(
            replace(entry, legend=f"{word} {number}") for number, entry in enumerate(own, start=1)
        )
        groups.append(Group(kind, title, hint, word, add, counted))
    return tuple(groups)


def saved_words(saved_at: datetime | None, *, on: date) -> str:
    """The line that says when the draft was saved."""
    if saved_at is None:
        return ""
    day = day_of(saved_at)
    if day == on:
        return f"Draft saved at {clock(saved_at)}"
    return f"Draft saved on {in_full(day)} at {clock(saved_at)}"


def report_with_month(user: User, town: str, month: date, *, at: datetime) -> Report | None:
    """The report that this person reads, with town and programme; one statement.

    In `vars` stand how the month stands and what is asked there. `town` is the slug of it.
    """
    found = _BY_ADDRESS(user, on=day_of(at), at=at, town=town, month=month)
    return found[0] if found else None


def _with_month(user: User, on: date) -> QuerySet[Report]:
    """The report at an address, with all that the page to write on tells of its month."""
    at = slot("at", DateTimeField())
    months = Obligation.objects.filter(town=OuterRef("town"), month=OuterRef("month"))
    fields = {name: name for name in ("state", "reason", "due_at", "grace_until")}
    owed = Subquery(months.values(row=JSONObject(**fields)))
    here = Report.objects.visible_to(user, on=on).filter(
        town__slug=slot("town", CharField()), month=slot("month", DateField())
    )
    found = here.select_related("town__programme").annotate(
        owed=owed, asked=open_in_town(), echoes=waiting_in(user, at=at, town="town")
    )
    return with_heard(found, user, on=on)


_BY_ADDRESS = ForReader(_with_month)


def _found(report: Report, user: User, *, on: date) -> Found:
    mine = [one for one in loaded_of_report(report.pk) if one.is_read_by(user)]
    after = shift(report.month, 1)
    return Found(
        items=mine,
        jots=_JOTS(user, on=on, town=report.town_id, after=after),
        words=vocabulary_of(report, mine, on=on),
    )


def _waiting_jots(user: User, on: date) -> QuerySet[Jot]:
    """Those of a town that were noticed before some day."""
    jots = (
        Jot.objects.visible_to(user, on=on)
        .waiting()
        .filter(town=slot("town", BigIntegerField()), noticed_on__lt=slot("after", DateField()))
    )
    return jots.select_related("author").order_by("noticed_on", "pk")[:MOST_JOTS]


_JOTS = ForReader(_waiting_jots)


def _sorted_jots(report: Report, jots: list[Jot]) -> tuple[list[Jot], list[Jot]]:
    """Those that stand in the page, and those that wait beside it: in a revision, all of them."""
    revising = report.status == Report.Status.REVISING
    beside = [jot for jot in jots if revising or jot.left_out_month == report.month]
    return [jot for jot in jots if jot not in beside], beside


def _item_entry(one: Loaded, found: Found, user: User) -> Entry:
    item, content = one.item, one.content
    words = found.words
    return Entry(
        key=str(item.key),
        kind=item.kind,
        text=item.text,
        version=item.version,
        was=content.digest,
        audience=item.audience,
        sensitive=item.sensitive,
        asks_data=item.asks_data,
        strength=item.strength,
        readers=frozenset(words.people[pk].key for pk in content.readers),
        outcomes=frozenset(words.outcomes[pk].key for pk in content.outcomes),
        organisations=tuple(
            (word.key, word.name)
            for pk, word in words.organisations.items()
            if pk in content.organisations
        ),
        findings=one.findings if item.open_findings else (),
        note="" if item.author_id == user.person_id else f"By {item.author.name}",
        is_mine=item.author_id == user.person_id,
    )


def _jot_entry(jot: Jot, words: Vocabulary, user: User) -> Entry:
    whose = "your" if jot.author_id == user.person_id else f"{jot.author.name}\u2019s"
    entry = Entry(
        key=str(jot.key),
        kind=jot.kind,
        text=jot.text,
        was=Content(kind=jot.kind, text=jot.text).digest,
        note=f"From {whose} jots, {in_short(jot.noticed_on)}. Not in the report until you save.",
        is_mine=jot.author_id == user.person_id,
        is_jot=True,
    )
    kept = details_in(jot)
    return entry if kept is None else _as_it_was(entry, kept, words)


def _as_it_was(entry: Entry, kept: Details, words: Vocabulary) -> Entry:
    """A jot that was an item of another month: its audience and tags are chosen already."""
    is_others = kept["audience"] == Audience.ME and not entry.is_mine
    people = [words.people[pk].key for pk in kept["readers"] if pk in words.people]
    return replace(
        entry,
        audience=Audience.TOWN if is_others else kept["audience"],
        sensitive=kept["sensitive"],
        asks_data=kept["asks_data"],
        strength=kept.get("strength"),
        readers=frozenset(people),
        outcomes=frozenset(named["slug"] for named in kept["outcomes"]),
        organisations=tuple((named["slug"], named["name"]) for named in kept["organisations"]),
    )


def _beside(found: Found, jots: list[Jot], standing: list[Loaded]) -> tuple[LeftOut, ...]:
    withdrawn = [one.item for one in found.items if one not in standing]
    return tuple(
        LeftOut(str(item.key), item.text, f"{item.get_kind_display()}, taken out", item.kind)
        for item in withdrawn
    ) + tuple(
        LeftOut(str(jot.key), jot.text, f"Jot, {in_short(jot.noticed_on)}", jot.kind)
        for jot in jots
    )


def _tags(words: Vocabulary) -> Tags:
    themes: dict[str, list[tuple[str, str]]] = {}
    for outcome in words.outcomes.values():
        themes.setdefault(outcome.theme, []).append((outcome.key, outcome.name))
    return Tags(
        themes=tuple((theme, tuple(rows)) for theme, rows in themes.items()),
        people=tuple((person.key, person.name) for person in words.people.values()),
        organisations=tuple(word.name for word in words.organisations.values() if word.is_living),
    )


def _due(report: Report, *, at: datetime) -> str:
    """Until when the report is awaited, in one sentence."""
    owed = vars(report)["owed"]
    if owed is None or owed["state"] == Obligation.State.MET:
        return ""
    if owed["state"] == Obligation.State.EXCUSED:
        reason = Obligation.Reason(owed["reason"]).label.lower()
        return f"Nobody owes this month: {reason}. You may still write it."
    day = in_full(day_of(datetime.fromisoformat(owed["due_at"])))
    if at > datetime.fromisoformat(owed["grace_until"]):
        return f"Was due on {day}. It is still welcome."
    return f"Due by the end of {day}."
