"""Days on which the holder of a post is away, and who stands in. The reason is never asked."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.dates import in_full
from kit.errors import DomainError
from kit.words import span
from people.models import Person, User
from towns.actions.days import refuse_backward, refuse_outside
from towns.actions.posts import check, check_first_day, post_of
from towns.actions.tenures import Mistake, begin_tenure, end_tenure
from towns.models import Absence, Tenure
from towns.policies import may_run_office
from towns.spans import Span


class OutsidePost(DomainError):
    """The absence does not lie within the tenure."""


class AlreadyAway(DomainError):
    """Another absence of the same post meets these days."""


class CoversThemselves(DomainError):
    """The person who stands in is the one who is away."""


class AbsenceBegun(DomainError):
    """An absence that has begun is ended, or taken back as a mistake, with a reason."""


@transaction.atomic
def begin_absence(
    tenure: Tenure,
    *,
    starts_on: date,
    ends_on: date | None = None,
    cover: Person | None = None,
    by: User,
    at: datetime,
) -> Absence:
    """Note that the holder of a post is away; with `cover`, that person holds it meanwhile.

    An open end means that the day of return is not known; it never passes the end of the post.

    Raises:
        PermissionDenied: `by` does not run the office.
        EndsBeforeStart, OutsidePost, AlreadyAway, CoversThemselves: cannot be so.
        AlreadyHeld: the one who stands in holds the same post already.
    """
    tenure = _locked(tenure, by=by, at=at)
    absence = Absence(tenure=tenure, starts_on=starts_on, ends_on=ends_on or tenure.ends_on)
    _check(absence, at=at)
    if cover:
        absence.cover = _cover_begun(absence, cover, by=by, at=at)
    absence.save()
    audit.actions.record("absence.begun", about=tenure, by=by, at=at)
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, ends_on: date | None, by: User, at: datetime) -> Absence:
    """Say or change the last day away; whoever stands in does so until the same day.

    Raises:
        PermissionDenied: `by` does not run the office.
        EndsBeforeStart, OutsidePost, AlreadyAway: cannot be so.
        AlreadyHeld: the one who stands in holds the post by themselves on the days added.
    """
    tenure = _locked(absence.tenure, by=by, at=at)
    absence = Absence.objects.select_related("cover").get(pk=absence.pk)
    absence.tenure = tenure
    absence.ends_on = ends_on or tenure.ends_on
    _check(absence, at=at)
    absence.save()
    if absence.cover:
        end_tenure(absence.cover, ends_on=absence.ends_on, by=by, at=at)
    audit.actions.record("absence.ended", about=tenure, by=by, at=at)
    return absence


@transaction.atomic
def cancel_absence(absence: Absence, *, by: User, at: datetime) -> None:
    """Take back an absence that has not begun, with its cover. Their history stays.

    Raises:
        PermissionDenied: `by` does not run the office.
        AbsenceBegun: its first day has come.
    """
    tenure = _locked(absence.tenure, by=by, at=at)
    if absence.starts_on <= timezone.localdate(at):
        raise AbsenceBegun(
            f"This absence began on {in_full(absence.starts_on)}. Give it a last day instead."
        )
    audit.actions.record("absence.cancelled", about=tenure, by=by, at=at)
    _remove(absence)


@transaction.atomic
def correct_absence(
    absence: Absence, *, starts_on: date, cover: Person | None, by: User, at: datetime
) -> Absence:
    """Enter the first day away and who stands in as they ought to have been from the start.

    Raises:
        PermissionDenied: `by` does not run the office.
        EndsBeforeStart, OutsidePost, AlreadyAway, CoversThemselves: cannot be so.
        AlreadyHeld: the one who stands in holds the post by themselves on the days added.
    """
    tenure = _locked(absence.tenure, by=by, at=at)
    absence = Absence.objects.select_related("cover__person").get(pk=absence.pk)
    facts = {"was": absence.starts_on.isoformat(), "from": starts_on.isoformat()}
    absence.tenure, absence.starts_on = tenure, starts_on
    _check(absence, at=at)
    before = absence.cover
    if before and cover and before.person_id == cover.pk:
        before.starts_on = starts_on
        check(before, post_of(tenure).programme, today=timezone.localdate(at))
        check_first_day(before)
        before.save()
        before = None
    else:
        absence.cover = _cover_begun(absence, cover, by=by, at=at) if cover else None
    absence.save()
    if before:
        before.delete()
    audit.actions.record("absence.corrected", about=tenure, by=by, at=at, facts=facts)
    return absence


@transaction.atomic
def take_back_absence(absence: Absence, *, reason: str, by: User, at: datetime) -> None:
    """Take back an absence entered by mistake, though it has begun, with its cover.

    Their history stays.

    Raises:
        PermissionDenied: `by` does not run the office.
    """
    tenure = _locked(absence.tenure, by=by, at=at)
    facts = {"reason": Mistake(reason).value, "from": absence.starts_on.isoformat()}
    audit.actions.record("absence.taken_back", about=tenure, by=by, at=at, facts=facts)
    _remove(absence)


def _remove(absence: Absence) -> None:
    cover = absence.cover
    absence.delete()
    if cover:
        cover.delete()


def _cover_begun(absence: Absence, cover: Person, *, by: User, at: datetime) -> Tenure:
    if cover.pk == absence.tenure.person_id:
        raise CoversThemselves("Somebody else has to stand in.")
    return begin_tenure(
        cover,
        post_of(absence.tenure),
        starts_on=absence.starts_on,
        ends_on=absence.ends_on,
        covering=True,
        by=by,
        at=at,
    )


def _locked(tenure: Tenure, *, by: User, at: datetime) -> Tenure:
    if not may_run_office(by, on=timezone.localdate(at)):
        raise PermissionDenied
    Tenure.objects.select_for_update(no_key=True).get(pk=tenure.pk)
    return Tenure.objects.select_related(
        "person", "town__programme", "group__programme", "programme"
    ).get(pk=tenure.pk)


def _check(absence: Absence, *, at: datetime) -> None:
    refuse_backward(absence.starts_on, absence.ends_on)
    tenure = absence.tenure
    days = Span(absence.starts_on, absence.ends_on)
    if not Span(tenure.starts_on, tenure.ends_on).holds(days):
        raise OutsidePost(
            f"{tenure.person.name} holds this post {span(tenure.starts_on, tenure.ends_on)}. "
            "The absence has to lie within it."
        )
    programme, today = post_of(tenure).programme, timezone.localdate(at)
    refuse_outside(programme, absence.starts_on, absence.ends_on, today=today)
    for other in tenure.absences.exclude(pk=absence.pk).order_by("starts_on"):
        if Span(other.starts_on, other.ends_on).meets(days):
            raise AlreadyAway(
                f"{tenure.person.name} is already entered as away "
                f"{span(other.starts_on, other.ends_on)}."
            )
