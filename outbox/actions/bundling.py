"""Puts what is due for a person into one letter a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from outbox.actions.promising import blank_letter
from outbox.kinds import Lane, kind_of, open_from
from outbox.models import Letter, Notice

PERSONS_AT_ONCE = 500


def bundle(*, at: datetime) -> int:
    """Give every notice that is due now a letter: the one of the day, if that is still here.

    What is past its use is dropped; what falls into quiet hours, or comes after the day's letter
    has left, waits for the person's next morning. Safe to repeat, and to run twice at once.
    Returns how many notices found a letter.
    """
    Notice.objects.filter(state=Notice.State.WAITING, useful_until__lte=at).update(
        state=Notice.State.EXPIRED, reason="It was too late to be of use.", settled_at=at
    )
    found, last = 0, 0
    while True:
        persons = list(
            Notice.objects.due(at=at)
            .filter(person__gt=last)
            .order_by("person")
            .values_list("person", flat=True)
            .distinct()[:PERSONS_AT_ONCE]
        )
        if not persons:
            return found
        found += _bundle([person for person in persons if person], at=at)
        last = max(person for person in persons if person)


@transaction.atomic
def _bundle(persons: Sequence[int], *, at: datetime) -> int:
    by_person = _waiting(persons, at=at)
    opened = open_from(list(by_person), at)
    today = timezone.localdate(at)
    postponed = {person: opened[person] for person in by_person if opened[person] > at}
    had = _had_theirs(by_person, on=today) - set(postponed)
    postponed |= open_from(list(had), _midnight_after(today))
    for person, moment in postponed.items():
        _put_off(by_person.pop(person), until=moment)
    letters = _letters_for(by_person, on=today, at=at)
    told: dict[int, list[int]] = {}
    for person, letter in letters.items():
        told.setdefault(letter, []).extend(notice.pk for notice in by_person[person])
    for letter, notices in told.items():
        Notice.objects.filter(pk__in=notices).update(state=Notice.State.BUNDLED, letter=letter)
    return sum(len(notices) for notices in told.values())


def _waiting(persons: Sequence[int], *, at: datetime) -> dict[int, list[Notice]]:
    """The due notices of these persons, held against another run."""
    by_person: defaultdict[int, list[Notice]] = defaultdict(list)
    rows = Notice.objects.due(at=at).filter(person__in=persons)
    for notice in rows.select_for_update(skip_locked=True).order_by("pk"):
        if notice.person is not None:
            by_person[notice.person].append(notice)
    return dict(by_person)


def _had_theirs(persons: Mapping[int, object], *, on: date) -> set[int]:
    """Who has been sent the letter of that day."""
    sent = Letter.objects.filter(
        person__in=list(persons), is_routine=True, day=on, state=Letter.State.ACCEPTED
    )
    return {person for person in sent.values_list("person", flat=True) if person}


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), timezone.get_default_timezone())


def _put_off(notices: Sequence[Notice], *, until: datetime) -> None:
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(not_before=until)


def _letters_for(
    by_person: Mapping[int, Sequence[Notice]], *, on: date, at: datetime
) -> dict[int, int]:
    """Each person's letter of the day by its number: the one that still waits, or a new one.

    A person whose letter is under way just now is left out; its notices wait for the next run.
    """
    new = [_day_letter(person, notices, on=on, at=at) for person, notices in by_person.items()]
    Letter.objects.bulk_create(new, ignore_conflicts=True)
    waiting = Letter.objects.filter(
        person__in=list(by_person), is_routine=True, state=Letter.State.READY
    ).select_for_update(skip_locked=True)
    letters = {letter.person: letter.pk for letter in waiting if letter.person is not None}
    Letter.objects.filter(pk__in=letters.values()).exclude(day=on).update(day=on)
    return letters


def _day_letter(person: int, notices: Sequence[Notice], *, on: date, at: datetime) -> Letter:
    kinds = [kind for notice in notices if (kind := kind_of(notice.kind))]
    lane = min((kind.lane for kind in kinds), default=Lane.MAIL)
    letter = blank_letter(person=person, lane=lane, at=at, not_before=at)
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
