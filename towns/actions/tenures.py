"""Posts begun, handed over and ended. Access begins and ends with them, by itself."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

import audit.actions
from kit.dates import in_full
from kit.errors import DomainError
from people.models import Person, User
from towns.actions.posts import Post, check, check_first_day, post_of, refuse_place
from towns.actions.telling import tell_of
from towns.models import Absence, Group, Role, Tenure, Town
from towns.models.tenures import PROGRAMME_ROLES
from towns.policies import may_run_office


class TenureBegun(DomainError):
    """A tenure that has begun is ended, or taken back as a mistake, with a reason."""


class BeforeLeaver(DomainError):
    """The one who follows would begin before the one who leaves."""


class HangsOnAbsence(DomainError):
    """The days follow those of an absence, or an absence lies in them."""


class OwnPost(DomainError):
    """Whoever runs the office by a post does not take that post from themselves."""


class Mistake(models.TextChoices):
    """Why a post or an absence that has begun is taken back. Kept as a fact of the deed."""

    WRONG_PERSON = "wrong_person", "It was entered for the wrong person"
    WRONG_POST = "wrong_post", "The wrong role, town or group was entered"
    ENTERED_TWICE = "entered_twice", "It was entered twice"
    NEVER_BEGAN = "never_began", "It was planned, but never came about"


@transaction.atomic
def begin_tenure(
    person: Person,
    post: Post,
    *,
    starts_on: date,
    ends_on: date | None = None,
    covering: bool = False,
    handover_until: date | None = None,
    by: User,
    at: datetime,
) -> Tenure:
    """Put a person in a post, from a day, perhaps to a day.

    `handover_until` is the last day on which the Project Lead before is in post too. Whoever is in
    post already, and has an account, is promised a letter.

    Raises:
        PermissionDenied: `by` does not run the office.
        PlaceMissing, EndsBeforeStart, OutsideProgramme, HandoverOutside, SeatElsewhere,
        BeforeTown: cannot be.
        AlreadyHeld, PostTaken, ChairTaken: somebody holds the post on some of these days.
    """
    _ask(by, at)
    _lock(person, post)
    refuse_place(post)
    tenure = Tenure(
        person=person,
        role=post.role,
        **post.place,
        seat=post.seat,
        capacity=post.capacity,
        starts_on=starts_on,
        ends_on=ends_on,
        covering=covering,
        handover_until=handover_until,
    )
    check(tenure, post.programme, today=timezone.localdate(at))
    check_first_day(tenure)
    tenure.save()
    audit.actions.record(
        "tenure.begun", about=tenure, by=by, at=at, facts={"from": starts_on.isoformat()}
    )
    tell_of(tenure, at=at)
    return tenure


@transaction.atomic
def end_tenure(tenure: Tenure, *, ends_on: date | None, by: User, at: datetime) -> Tenure:
    """Say, change or take back the last day in post. Absences after it go, those across it end.

    Raises:
        PermissionDenied: `by` does not run the office.
        EndsBeforeStart, OutsideProgramme: cannot be so.
        AlreadyHeld, PostTaken, ChairTaken: the days added are somebody else's.
    """
    _ask(by, at)
    tenure, post = _reread(tenure)
    tenure.ends_on = ends_on
    if ends_on and tenure.handover_until and tenure.handover_until > ends_on:
        tenure.handover_until = ends_on
    check(tenure, post.programme, today=timezone.localdate(at))
    tenure.save()
    if ends_on:
        Absence.objects.filter(tenure=tenure, starts_on__gt=ends_on).delete()
        Absence.objects.filter(tenure=tenure).filter(
            Q(ends_on=None) | Q(ends_on__gt=ends_on)
        ).update(ends_on=ends_on)
    audit.actions.record(
        "tenure.ended" if ends_on else "tenure.reopened",
        about=tenure,
        by=by,
        at=at,
        facts={"until": ends_on.isoformat() if ends_on else None},
    )
    return tenure


@transaction.atomic
def change_handover(
    tenure: Tenure, *, handover_until: date | None, by: User, at: datetime
) -> Tenure:
    """Move the last day on which the one before is in post too, or take the handover back.

    Raises:
        PermissionDenied: `by` does not run the office.
        HandoverOutside: the day lies outside the tenure.
        PostTaken: without it, two Project Leads would stand unmarked.
    """
    _ask(by, at)
    tenure, post = _reread(tenure)
    tenure.handover_until = handover_until
    check(tenure, post.programme, today=timezone.localdate(at))
    tenure.save()
    audit.actions.record("tenure.handover_changed", about=tenure, by=by, at=at)
    return tenure


@transaction.atomic
def hand_over(
    tenure: Tenure,
    successor: Person,
    *,
    last_day: date,
    first_day: date,
    by: User,
    at: datetime,
) -> Tenure:
    """End one tenure and begin the next in the same post; days of both are marked as handover.

    Returns the successor's tenure.

    Raises:
        BeforeLeaver: the successor would begin before the leaver did.
        Whatever `end_tenure` and `begin_tenure` refuse; then neither happens.
    """
    if first_day < tenure.starts_on:
        raise BeforeLeaver(
            f"{tenure.person.name} began on {in_full(tenure.starts_on)}. "
            "Whoever follows begins on that day or later."
        )
    leaver = end_tenure(tenure, ends_on=last_day, by=by, at=at)
    overlaps = tenure.role == Role.PROJECT_LEAD and first_day <= last_day
    return begin_tenure(
        successor,
        post_of(leaver),
        starts_on=first_day,
        handover_until=last_day if overlaps else None,
        by=by,
        at=at,
    )


@transaction.atomic
def cancel_tenure(tenure: Tenure, *, by: User, at: datetime) -> None:
    """Take back a tenure that has not begun. Its history stays.

    Raises:
        PermissionDenied: `by` does not run the office.
        TenureBegun: its first day has come.
    """
    _ask(by, at)
    tenure, _ = _reread(tenure)
    if tenure.starts_on <= timezone.localdate(at):
        raise TenureBegun(
            f"This post began on {in_full(tenure.starts_on)}. Give it a last day instead."
        )
    _refuse_absences(tenure)
    audit.actions.record("tenure.cancelled", about=tenure, by=by, at=at)
    tenure.delete()


@transaction.atomic
def correct_first_day(
    tenure: Tenure,
    *,
    starts_on: date,
    handover_until: date | None = None,
    by: User,
    at: datetime,
) -> Tenure:
    """Enter the first day, and the end of the handover, as they ought to have been from the start.

    Raises:
        PermissionDenied: `by` does not run the office.
        OwnPost: it is by this very post that `by` runs it.
        HangsOnAbsence: the days are those of an absence, or one lies before the new first day.
        EndsBeforeStart, OutsideProgramme, HandoverOutside, BeforeTown: cannot be so.
        AlreadyHeld, PostTaken, ChairTaken: the days added are somebody else's.
    """
    _ask(by, at)
    tenure, post = _reread(tenure)
    _refuse_own(tenure, by)
    _refuse_days_of_absences(tenure, starts_on)
    facts = {"was": tenure.starts_on.isoformat(), "from": starts_on.isoformat()}
    tenure.starts_on, tenure.handover_until = starts_on, handover_until
    check(tenure, post.programme, today=timezone.localdate(at))
    check_first_day(tenure)
    tenure.save()
    audit.actions.record("tenure.first_day_corrected", about=tenure, by=by, at=at, facts=facts)
    return tenure


@transaction.atomic
def take_back_tenure(tenure: Tenure, *, reason: str, by: User, at: datetime) -> None:
    """Take back a tenure that was entered by mistake, though it has begun. Its history stays.

    Raises:
        PermissionDenied: `by` does not run the office.
        OwnPost: it is by this very post that `by` runs it.
        HangsOnAbsence: an absence hangs on it.
    """
    _ask(by, at)
    tenure, _ = _reread(tenure)
    _refuse_own(tenure, by)
    _refuse_absences(tenure)
    facts = {"reason": Mistake(reason).value, "from": tenure.starts_on.isoformat()}
    audit.actions.record("tenure.taken_back", about=tenure, by=by, at=at, facts=facts)
    tenure.delete()


def _refuse_own(tenure: Tenure, by: User) -> None:
    if tenure.person_id == by.person_id and tenure.role in PROGRAMME_ROLES:
        raise OwnPost("This is your own post. Somebody else who runs the office has to correct it.")


def _refuse_absences(tenure: Tenure) -> None:
    if tenure.absences.exists() or tenure.covers.exists():
        raise HangsOnAbsence("An absence hangs on this post. Take the absence back first.")


def _refuse_days_of_absences(tenure: Tenure, starts_on: date) -> None:
    absence = tenure.covers.select_related("tenure__person").first()
    if absence:
        raise HangsOnAbsence(
            f"{tenure.person.name} stands in for {absence.tenure.person.name}, who is away. "
            "Correct the first day of that absence instead."
        )
    early = tenure.absences.filter(starts_on__lt=starts_on).order_by("starts_on").first()
    if early:
        raise HangsOnAbsence(
            f"{tenure.person.name} is entered as away from {in_full(early.starts_on)}. "
            "Correct or take back that absence first."
        )


def _ask(by: User, at: datetime) -> None:
    if not may_run_office(by, on=timezone.localdate(at)):
        raise PermissionDenied


def _lock(person: Person, post: Post) -> None:
    """One deed at a time about a person and a place: the second sees what the first did."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if post.town:
        Town.objects.select_for_update(no_key=True).get(pk=post.town.pk)
    if post.group:
        Group.objects.select_for_update(no_key=True).get(pk=post.group.pk)


def _reread(tenure: Tenure) -> tuple[Tenure, Post]:
    """The tenure as it is now, locked with its person and place."""
    found = Tenure.objects.select_related(
        "person", "town__programme", "group__programme", "programme", "seat"
    ).get(pk=tenure.pk)
    post = post_of(found)
    _lock(found.person, post)
    locked = Tenure.objects.select_for_update(no_key=True).get(pk=tenure.pk)
    found.starts_on, found.ends_on = locked.starts_on, locked.ends_on
    found.handover_until, found.covering = locked.handover_until, locked.covering
    return found, post
