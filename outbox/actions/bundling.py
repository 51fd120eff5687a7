"""Gives notices that are due their letters: routine ones of a person go into one letter a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone

from outbox.actions.promising import blank_letter
from outbox.kinds import Kind, Lane, kind_of, open_from
from outbox.models import Letter, Notice

PERSONS_AT_ONCE = 500

_JOIN = """
UPDATE outbox_notice AS notice SET state = 'bundled', letter_id = pair.letter
FROM unnest(%s::bigint[], %s::bigint[]) AS pair (notice, letter)
WHERE notice.id = pair.notice"""

type Pair = tuple[Notice, int]  # a notice, and the number of the letter that tells it


def bundle(*, at: datetime) -> int:
    """Give every notice that is due now a letter: routine ones that of the day, if it still waits.

    What is past its use is dropped; what is routine and falls into quiet hours, or comes after the
    day's letter has left, waits for the person's next morning. Safe to repeat, and to run twice at
    once. Returns how many notices found a letter.
    """
    Notice.objects.filter(state=Notice.State.WAITING, useful_until__lte=at).update(
        state=Notice.State.EXPIRED, reason="It was too late to be of use.", settled_at=at
    )
    found, last = 0, 0
    while True:
        due = Notice.objects.due(at=at).filter(person__gt=last).order_by("person")
        persons = list(due.values_list("person", flat=True).distinct()[:PERSONS_AT_ONCE])
        if not persons:
            return found
        found += _bundle(persons, at=at)
        last = persons[-1] or last


@transaction.atomic
def _bundle(persons: Collection[int | None], *, at: datetime) -> int:
    """Held against another run, and in one order, lest two wait for each other."""
    rows = Notice.objects.due(at=at).filter(person__in=persons).order_by("person", "pk")
    routine: defaultdict[int, list[Notice]] = defaultdict(list)
    alone: list[tuple[Notice, Kind]] = []
    for notice in rows.select_for_update(skip_locked=True):
        kind = kind_of(notice.kind)
        if kind and not kind.routine:
            alone.append((notice, kind))
        elif notice.person is not None:
            routine[notice.person].append(notice)
    pairs = [*_alone(alone, at=at), *_together(routine, at=at)]
    with connection.cursor() as cursor:
        cursor.execute(_JOIN, [[one.pk for one, _ in pairs], [letter for _, letter in pairs]])
    return len(pairs)


def _alone(notices: Sequence[tuple[Notice, Kind]], *, at: datetime) -> Iterable[Pair]:
    """Each in a letter of its own, at any hour."""
    letters = [
        blank_letter(person=notice.person, lane=kind.lane, at=at, useful_until=notice.useful_until)
        for notice, kind in notices
    ]
    made = Letter.objects.bulk_create(letters)
    return [(notice, letter.pk) for (notice, _), letter in zip(notices, made, strict=True)]


def _together(by_person: dict[int, list[Notice]], *, at: datetime) -> Iterable[Pair]:
    """Those of each person in the letter of their day."""
    today = timezone.localdate(at)
    opened = open_from(list(by_person), at)
    postponed = {person: moment for person, moment in opened.items() if moment > at}
    had = _had_theirs(by_person, on=today) - set(postponed)
    postponed |= open_from(sorted(had), _midnight_after(today))
    _put_off([(by_person.pop(person), moment) for person, moment in postponed.items()])
    letters = _letters_for(by_person, on=today, at=at)
    return [(one, letter) for person, letter in letters.items() for one in by_person[person]]


def _had_theirs(persons: Mapping[int, object], *, on: date) -> set[int]:
    """Who has been sent the letter of that day."""
    sent = Letter.objects.filter(
        person__in=list(persons), is_routine=True, day=on, state=Letter.State.ACCEPTED
    )
    return {person for person in sent.values_list("person", flat=True) if person}


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), timezone.get_default_timezone())


def _put_off(late: Iterable[tuple[Sequence[Notice], datetime]]) -> None:
    """One statement for each moment until which some wait."""
    by_moment: defaultdict[datetime, list[int]] = defaultdict(list)
    for notices, moment in late:
        by_moment[moment] += [notice.pk for notice in notices]
    for moment, numbers in by_moment.items():
        Notice.objects.filter(pk__in=numbers).update(not_before=moment)


def _letters_for(
    by_person: Mapping[int, Sequence[Notice]], *, on: date, at: datetime
) -> dict[int, int]:
    """Each person's letter of the day by its number: the one that still waits, or a new one.

    A person whose letter is under way just now, or was before, is left out: its words stand, and
    these notices wait for a later run.
    """
    new = [_day_letter(person, notices, on=on, at=at) for person, notices in by_person.items()]
    Letter.objects.bulk_create(new, ignore_conflicts=True)
    waiting = Letter.objects.filter(
        person__in=list(by_person),
        is_routine=True,
        state=Letter.State.READY,
        data_opened_at=None,
    ).select_for_update(skip_locked=True)
    letters = {letter.person: letter.pk for letter in waiting if letter.person is not None}
    Letter.objects.filter(pk__in=letters.values()).exclude(day=on).update(day=on)
    return letters


def _day_letter(person: int, notices: Sequence[Notice], *, on: date, at: datetime) -> Letter:
    kinds = [kind for notice in notices if (kind := kind_of(notice.kind))]
    lane = min((kind.lane for kind in kinds), default=Lane.MAIL)
    letter = blank_letter(person=person, lane=lane, at=at)
    letter.is_routine, letter.day = True, on
    return letter


def release(kind: str, *, at: datetime) -> int:
    """Let go the notices of a kind that were held for their unusual number."""
    held = Notice.objects.filter(kind=kind, state=Notice.State.HELD)
    return held.update(state=Notice.State.WAITING, not_before=at)


def drop(kind: str, *, why: str, at: datetime) -> int:
    """End the notices of a kind that were held, untold."""
    held = Notice.objects.filter(kind=kind, state=Notice.State.HELD)
    return held.update(state=Notice.State.NOT_NEEDED, reason=why, settled_at=at)
