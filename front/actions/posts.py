"""Posts, absences and towns, changed by the office: each settles who owes the months after it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

import reflections.actions.obligations
import towns.actions.absences
import towns.actions.tenures
import towns.actions.towns
from kit.dates import in_full
from kit.errors import DomainError
from people.models import Person, User
from reflections.models import Report
from reflections.queries.traces import wrote_in
from towns.actions.posts import Post
from towns.models import Absence, Role, Tenure, Town, TownStatus
from towns.spans import DAY


class HandedOverLater(DomainError):
    """The person handed over a report after the day that is to be their last."""


class HasWritten(DomainError):
    """The person wrote for the town on days on which they are said not to have been in post."""


@transaction.atomic
def begin_tenure(
    person: Person,
    post: Post,
    *,
    by: User,
    at: datetime,
    **days: Any,  # noqa: ANN401 -- the days of `towns.actions.tenures.begin_tenure`
) -> Tenure:
    """Put a person in a post and settle who owes the town's months.

    Raises:
        Whatever `towns.actions.tenures.begin_tenure` refuses.
    """
    tenure = towns.actions.tenures.begin_tenure(person, post, by=by, at=at, **days)
    _settle(tenure, at=at)
    return tenure


@transaction.atomic
def end_tenure(tenure: Tenure, *, ends_on: date | None, by: User, at: datetime) -> Tenure:
    """Say or change the last day in post and settle who owes the town's months.

    Raises:
        HandedOverLater: the person handed over a report of the town after that day.
        Whatever `towns.actions.tenures.end_tenure` refuses.
    """
    _refuse_handed_over_later(tenure, ends_on)
    tenure = towns.actions.tenures.end_tenure(tenure, ends_on=ends_on, by=by, at=at)
    _settle(tenure, at=at)
    return tenure


@transaction.atomic
def hand_over(
    tenure: Tenure, successor: Person, *, last_day: date, first_day: date, by: User, at: datetime
) -> Tenure:
    """End one tenure, begin the next, and settle who owes the town's months.

    Raises:
        HandedOverLater: the leaver handed over a report of the town after that day.
        Whatever `towns.actions.tenures.hand_over` refuses.
    """
    _refuse_handed_over_later(tenure, last_day)
    begun = towns.actions.tenures.hand_over(
        tenure, successor, last_day=last_day, first_day=first_day, by=by, at=at
    )
    _settle(begun, at=at)
    return begun


@transaction.atomic
def cancel_tenure(tenure: Tenure, *, by: User, at: datetime) -> None:
    """Take back a tenure that has not begun and settle who owes the town's months.

    Raises:
        Whatever `towns.actions.tenures.cancel_tenure` refuses.
    """
    reflections.actions.obligations.let_go(tenure, at=at)
    towns.actions.tenures.cancel_tenure(tenure, by=by, at=at)
    _settle(tenure, at=at)


@transaction.atomic
def correct_first_day(
    tenure: Tenure, *, starts_on: date, handover_until: date | None, by: User, at: datetime
) -> Tenure:
    """Correct the first day in post and settle who owes the town's months.

    Raises:
        HasWritten: the person wrote for the town before the new first day.
        Whatever `towns.actions.tenures.correct_first_day` refuses.
    """
    _refuse_written(tenure, until=starts_on - DAY)
    tenure = towns.actions.tenures.correct_first_day(
        tenure, starts_on=starts_on, handover_until=handover_until, by=by, at=at
    )
    _settle(tenure, at=at)
    return tenure


@transaction.atomic
def take_back_tenure(tenure: Tenure, *, reason: str, by: User, at: datetime) -> None:
    """Take back a tenure entered by mistake and settle who owes the town's months.

    Raises:
        HasWritten: the person wrote for the town while in post.
        Whatever `towns.actions.tenures.take_back_tenure` refuses.
    """
    _refuse_written(tenure, until=tenure.ends_on)
    reflections.actions.obligations.let_go(tenure, at=at)
    towns.actions.tenures.take_back_tenure(tenure, reason=reason, by=by, at=at)
    _settle(tenure, at=at)


@transaction.atomic
def begin_absence(
    tenure: Tenure,
    *,
    starts_on: date,
    ends_on: date | None,
    cover: Person | None,
    by: User,
    at: datetime,
) -> Absence:
    """Note that somebody is away, with or without cover, and settle who owes the town's months.

    Raises:
        Whatever `towns.actions.absences.begin_absence` refuses.
    """
    absence = towns.actions.absences.begin_absence(
        tenure, starts_on=starts_on, ends_on=ends_on, cover=cover, by=by, at=at
    )
    _settle(tenure, at=at)
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, ends_on: date | None, by: User, at: datetime) -> Absence:
    """Say or change the last day away and settle who owes the town's months.

    Raises:
        Whatever `towns.actions.absences.end_absence` refuses.
    """
    absence = towns.actions.absences.end_absence(absence, ends_on=ends_on, by=by, at=at)
    _settle(absence.tenure, at=at)
    return absence


@transaction.atomic
def cancel_absence(absence: Absence, *, by: User, at: datetime) -> None:
    """Take back an absence that has not begun and settle who owes the town's months.

    Raises:
        Whatever `towns.actions.absences.cancel_absence` refuses.
    """
    if absence.cover:
        reflections.actions.obligations.let_go(absence.cover, at=at)
    towns.actions.absences.cancel_absence(absence, by=by, at=at)
    _settle(absence.tenure, at=at)


@transaction.atomic
def correct_absence(
    absence: Absence, *, starts_on: date, cover: Person | None, by: User, at: datetime
) -> Absence:
    """Correct the first day away and who stands in; settle who owes the town's months.

    Raises:
        HasWritten: whoever stood in wrote for the town on days that would not be theirs.
        Whatever `towns.actions.absences.correct_absence` refuses.
    """
    before = absence.cover
    if before and cover and before.person_id == cover.pk:
        _refuse_written(before, until=starts_on - DAY)
    elif before:
        _refuse_written(before, until=before.ends_on)
        reflections.actions.obligations.let_go(before, at=at)
    absence = towns.actions.absences.correct_absence(
        absence, starts_on=starts_on, cover=cover, by=by, at=at
    )
    _settle(absence.tenure, at=at)
    return absence


@transaction.atomic
def take_back_absence(absence: Absence, *, reason: str, by: User, at: datetime) -> None:
    """Take back an absence entered by mistake and settle who owes the town's months.

    Raises:
        HasWritten: whoever stood in wrote for the town meanwhile.
        Whatever `towns.actions.absences.take_back_absence` refuses.
    """
    if absence.cover:
        _refuse_written(absence.cover, until=absence.cover.ends_on)
        reflections.actions.obligations.let_go(absence.cover, at=at)
    towns.actions.absences.take_back_absence(absence, reason=reason, by=by, at=at)
    _settle(absence.tenure, at=at)


@transaction.atomic
def change_status(town: Town, *, status: str, from_on: date, by: User, at: datetime) -> TownStatus:
    """Pause, resume, close or reopen a town and settle who owes its months.

    Raises:
        Whatever `towns.actions.towns.change_status` refuses.
    """
    period = towns.actions.towns.change_status(town, status=status, from_on=from_on, by=by, at=at)
    _settle_town(town, at=at)
    return period


@transaction.atomic
def take_back_status(town: Town, *, from_on: date, by: User, at: datetime) -> TownStatus:
    """Take back a change that is planned for a town and settle who owes its months.

    Raises:
        Whatever `towns.actions.towns.take_back_status` refuses.
    """
    period = towns.actions.towns.take_back_status(town, from_on=from_on, by=by, at=at)
    _settle_town(town, at=at)
    return period


@transaction.atomic
def add_town(
    name: str,
    *,
    by: User,
    at: datetime,
    **facts: Any,  # noqa: ANN401 -- the facts of `towns.actions.towns.add_town`
) -> Town:
    """Open a town and its months.

    Raises:
        Whatever `towns.actions.towns.add_town` refuses.
    """
    town = towns.actions.towns.add_town(name, by=by, at=at, **facts)
    _settle_town(town, at=at)
    return town


def _settle(tenure: Tenure, *, at: datetime) -> None:
    """Only a Project Lead's post decides who owes a month."""
    if tenure.role == Role.PROJECT_LEAD and tenure.town:
        _settle_town(tenure.town, at=at)


def _settle_town(town: Town, *, at: datetime) -> None:
    reflections.actions.obligations.settle_obligations(at=at, towns=Town.objects.filter(pk=town.pk))


def _refuse_handed_over_later(tenure: Tenure, ends_on: date | None) -> None:
    if ends_on is None or tenure.role != Role.PROJECT_LEAD:
        return
    report = (
        Report.objects.filter(
            town=tenure.town,
            submitted_by__person=tenure.person_id,
            submitted_at__date__gt=ends_on,
            submitted_at__date__gte=tenure.starts_on,
        )
        .order_by("-submitted_at")
        .first()
    )
    if report and report.submitted_at and _in_tenure(tenure, report.submitted_at):
        raise HandedOverLater(
            f"{tenure.person.name} handed over the report of {report.month:%B %Y} on "
            f"{in_full(timezone.localdate(report.submitted_at))}. "
            "The last day cannot be before that."
        )


def _refuse_written(tenure: Tenure, *, until: date | None) -> None:
    """From the first day in post to `until`; a group's or the programme's post writes nothing."""
    if tenure.town and wrote_in(tenure.person, tenure.town, since=tenure.starts_on, until=until):
        raise HasWritten(
            f"{tenure.person.name} has written for {tenure.town} on these days. "
            "If the post is over since, enter its last day instead."
        )


def _in_tenure(tenure: Tenure, moment: datetime) -> bool:
    """Whether it was done in this tenure rather than in a later one of the same person."""
    day = timezone.localdate(moment)
    return tenure.ends_on is None or day <= tenure.ends_on
