"""A digest drafts itself: begun when its quarter is over, then gathered a few towns at a time."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

import audit.actions
from digests.actions.steps import State, ask, held, held_for_editing, move
from digests.content import Depth, Sort
from digests.models import Digest, Passage, Section
from digests.nudging import nudge
from digests.queries.across import drafts_across
from digests.queries.originals import (
    POINTERS,
    Span,
    drafts_of,
    known_in,
    owed_in,
    span_of,
    towns_after,
)
from digests.wording import Draft, Subject, name_in, progress_of, subject_of, with_depths
from kit.dates import in_full
from kit.errors import DomainError
from kit.periods import QUARTER, quarter_name, quarter_of, shift
from kit.uniqueness import unless_taken
from people.models import User
from towns.bank_holidays import scottish_days
from towns.models import Programme, Town
from towns.working_days import nth_working_day

AT_ONCE = 20  # towns of one transaction
STEP = 10  # between two positions
BEFORE_ANY_NUMBER = 0
COUNTED = {Sort.TOPIC, Sort.PARTNER}


class QuarterRuns(DomainError):
    """The quarter is not over."""


class AlreadyBegun(DomainError):
    """There is a digest of the quarter."""


@transaction.atomic
def begin_digest(quarter: date, *, by: User | None, at: datetime) -> Digest:
    """Begin the digest of a quarter that is over; without `by`, because the timetable says so.

    It gathers itself: the first towns at once, any others by the worker.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        QuarterRuns, AlreadyBegun: there is none to begin.
    """
    if by is not None:
        ask(by, at=at)
    after = shift(quarter, QUARTER)
    if timezone.localdate(at) < after:
        raise QuarterRuns(f"{quarter_name(quarter)} is over on {in_full(after)}.")
    with unless_taken(AlreadyBegun(f"There is a digest of {quarter_name(quarter)} already.")):
        digest = Digest.objects.create(quarter=quarter, freeze_on=_freeze_on(after))
    audit.actions.record("digest.begun", about=digest, by=by, at=at)
    return _gathered_from_the_start(digest, at=at)


def begin_due(*, at: datetime) -> int:
    """Begin the digest of the quarter that ended last, unless it was; how many were begun."""
    quarter = shift(quarter_of(timezone.localdate(at)), -QUARTER)
    owes = bool(towns_after(BEFORE_ANY_NUMBER, at_most=1))
    if not owes or Digest.objects.filter(quarter__gte=quarter).exists():
        return 0
    begin_digest(quarter, by=None, at=at)
    return 1


@transaction.atomic
def gather_again(digest: Digest, *, by: User, at: datetime) -> Digest:
    """Take in what came since: new passages join, those that are there stay as they were edited.

    A section that grows is not approved any more as it stands.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: it is being gathered, or frozen already.
    """
    digest = held_for_editing(digest, by=by, at=at)
    move(digest, State.COLLECTING)
    digest.gathered_to = BEFORE_ANY_NUMBER
    digest.save()
    audit.actions.record("digest.gathered_again", about=digest, by=by, at=at)
    return _gathered_from_the_start(digest, at=at)


def _gathered_from_the_start(digest: Digest, *, at: datetime) -> Digest:
    """A small programme is gathered at once; the worker goes on with a large one."""
    if gather_on(digest, at=at):
        gather_on(digest, at=at)
    digest.refresh_from_db()
    if digest.state == State.COLLECTING:
        transaction.on_commit(nudge)
    return digest


@transaction.atomic
def gather_on(digest: Digest, *, at: datetime) -> int:
    """Gather the next few towns, or at the end what goes across them; how many towns were left.

    May be repeated at any time: what was gathered is not gathered twice. A fixed number of
    statements, however many towns there are.
    """
    digest = held(digest)
    if digest.state != State.COLLECTING:
        return 0
    span = span_of(digest, on=timezone.localdate(at))
    towns = towns_after(digest.gathered_to, at_most=AT_ONCE)
    if towns:
        _gather_towns(digest, span, towns)
        digest.gathered_to = towns[-1].pk
    if len(towns) < AT_ONCE:
        _gather_across(digest, span, at=at)
        move(digest, State.CHECK if digest.check_began_at else State.DRAFTING)
        digest.gathered_to, digest.gathered_at = BEFORE_ANY_NUMBER, at
        audit.actions.record("digest.gathered", about=digest, by=None, at=at)
    digest.save()
    return len(towns) if digest.state == State.COLLECTING else 0


def _gather_towns(digest: Digest, span: Span, towns: Sequence[Town]) -> None:
    """Their sections, with what each says of the quarter."""
    numbers = [town.pk for town in towns]
    sections = _sections(digest, numbers)
    drafts = drafts_of(span, numbers)
    owed = owed_in(span, numbers)
    known = known_in(digest.pk, sections=[one.pk for one in sections.values()])
    new = {}
    for number in numbers:
        section = sections[number]
        found = drafts.get(number, [])
        new[section.pk] = [one for one in found if one.original not in known]
        in_quarter = [one for one in found if one.month is None]
        drafted = progress_of(owed.get(number, []), in_quarter)
        if section.progress == section.progress_drafted != drafted:
            section.progress = drafted
            section.version += 1
        section.progress_drafted = drafted
    _add(list(sections.values()), new)


def _gather_across(digest: Digest, span: Span, *, at: datetime) -> None:
    """What is counted across towns is counted anew, where nobody has edited it."""
    section, _ = Section.objects.get_or_create(digest=digest, town=None, defaults={"place": 0})
    known = {_subject(one): one for one in section.passages.all()}
    drafts, stale = [], []
    found = drafts_across(span)
    section.version += _drop_uncounted(known, {subject_of(one) for one in found})
    for draft in found:
        passage = known.get(subject_of(draft))
        if passage is None:
            drafts.append(draft)
        elif passage.text == passage.copied != draft.text:
            passage.text = passage.copied = draft.text
            passage.version += 1
            passage.changed_at = at
            stale.append(passage)
    Passage.objects.bulk_update(stale, ["text", "copied", "version", "changed_at"])
    section.version += bool(stale)
    _add([section], {section.pk: drafts})


def _drop_uncounted(known: Mapping[Subject, Passage], counted: AbstractSet[Subject]) -> int:
    """What was counted once and is not any more goes, where nobody edited it; 1 if any did."""
    gone = [
        one.pk
        for subject, one in known.items()
        if subject not in counted and one.sort in COUNTED and one.text == one.copied
    ]
    deleted, _ = Passage.objects.filter(pk__in=gone).delete() if gone else (0, {})
    return int(bool(deleted))


def _subject(passage: Passage) -> Subject:
    """What a passage is about, as `subject_of` says it of a draft."""
    for name in POINTERS:
        if number := getattr(passage, f"{name}_id"):
            return name, number
    return passage.sort, name_in(passage.copied)


def _sections(digest: Digest, towns: Sequence[int]) -> dict[int | None, Section]:
    """The sections of these towns, made where they are missing."""
    Section.objects.bulk_create(
        [Section(digest=digest, town_id=town) for town in towns], ignore_conflicts=True
    )
    return {one.town_id: one for one in digest.sections.filter(town__in=towns)}


def _add(sections: Sequence[Section], new: dict[int, list[Draft]]) -> None:
    """Write new passages behind those that are there, and the sections that they change."""
    last = dict(
        Passage.objects.filter(section__in=[one.pk for one in sections])
        .values_list("section")
        .annotate(Max("position"))
    )
    passages = []
    for section in sections:
        drafts = new[section.pk]
        begun = section.pk in last
        if drafts and begun:
            section.version += 1
        for place, draft in enumerate(with_depths(drafts), 1):
            position = last.get(section.pk, 0) + place * STEP
            passages.append(_passage(section, draft, position, is_late=begun))
    Passage.objects.bulk_create(passages)
    fields = ["progress", "progress_drafted", "version"]
    Section.objects.bulk_update(sections, fields)


def _passage(section: Section, draft: Draft, position: int, *, is_late: bool) -> Passage:
    """What joins a section that people edit already goes no further than the full depth."""
    pointer = {f"{draft.original[0]}_id": draft.original[1]} if draft.original else {}
    return Passage(
        section=section,
        sort=draft.sort,
        text=draft.text,
        copied="" if draft.sort == Sort.QUOTE else draft.text,
        note=draft.note,
        month=draft.month,
        depth=Depth.FULL if is_late else draft.depth,
        position=position,
        **pointer,
    )


def _freeze_on(after: date) -> date:
    """The working day of the programme on which the quarter before `after` is frozen."""
    programme = Programme.objects.order_by("-starts_on", "pk").first() or Programme()
    holidays = scottish_days(after.year) | scottish_days((after + timedelta(days=90)).year)
    return nth_working_day(after, programme.digest_freeze_working_day, holidays=holidays)
