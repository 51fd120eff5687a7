"""The programme's own facts and its vocabulary of outcomes, edited by the Programme Team."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

import audit.actions
from kit.dates import in_full
from kit.errors import DomainError
from people.models import User
from towns.actions.days import refuse_backward
from towns.actions.names import address_from
from towns.models import Outcome, Programme
from towns.policies import may_run_office


class OutcomeOver(DomainError):
    """The outcome is out of use already, or would be before it began."""


class RemindersOutOfOrder(DomainError):
    """The second letter about a late report would come with the first, or before it."""


class EchoesOutOfOrder(DomainError):
    """An author would be asked again with the time before, or earlier."""


class QuietAllDay(DomainError):
    """There would be no hour in which a letter may leave."""


@dataclass(frozen=True)
class ProgrammeFacts:
    """What the team may change of a programme. Its beginning and its address never change."""

    name: str
    ends_on: date | None
    report_due_working_day: int
    report_review_day: int
    report_grace_until: time
    report_soon_working_days: int
    report_late_first: int
    report_late_second: int
    digest_freeze_working_day: int
    digest_check_working_days: int
    tie_fades_after_days: int
    echo_first_months: int
    echo_second_months: int
    echo_third_months: int
    quiet_until: time
    quiet_from: time
    safeguarding_note: str


@transaction.atomic
def change_programme(
    programme: Programme, facts: ProgrammeFacts, *, by: User, at: datetime
) -> Programme:
    """Change the programme's facts. Months that have opened keep the due dates they were given.

    Raises:
        PermissionDenied: `by` does not run the office.
        EndsBeforeStart: it would end before it began.
        RemindersOutOfOrder, QuietAllDay: letters would have no order, or no hour.
        EchoesOutOfOrder: the months after which learning is asked about do not rise.
    """
    _ask(by, at)
    programme = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    refuse_backward(programme.starts_on, facts.ends_on)
    _refuse_disorder(facts)
    for field, value in asdict(facts).items():
        setattr(programme, field, value)
    programme.save()
    audit.actions.record("programme.changed", about=programme, by=by, at=at)
    return programme


@transaction.atomic
def add_outcome(
    name: str, *, theme: str, statement: str, valid_from: date, by: User, at: datetime
) -> Outcome:
    """Add an outcome to the vocabulary, in use from a day; it stands last.

    Raises:
        PermissionDenied: `by` does not run the office.
        NameTaken, NameWithoutLetters: it cannot be called so.
    """
    _ask(by, at)
    slug = address_from(name, among=Outcome.objects.all(), what="an outcome", longest=80)
    last = Outcome.objects.aggregate(last=Max("position"))["last"] or 0
    outcome = Outcome.objects.create(
        name=name,
        slug=slug,
        theme=theme,
        statement=statement,
        position=last + 1,
        valid_from=valid_from,
    )
    audit.actions.record("outcome.added", about=outcome, by=by, at=at)
    return outcome


@transaction.atomic
def change_outcome(
    outcome: Outcome, *, statement: str, valid_until: date | None, by: User, at: datetime
) -> Outcome:
    """Word an outcome's statement, and say until when it is in use. Items keep the tag they have.

    Raises:
        PermissionDenied: `by` does not run the office.
        OutcomeOver: it would end before it began.
    """
    _ask(by, at)
    outcome = Outcome.objects.select_for_update().get(pk=outcome.pk)
    if valid_until and valid_until < outcome.valid_from:
        raise OutcomeOver(f"This outcome came into use on {in_full(outcome.valid_from)}.")
    outcome.statement = statement
    outcome.valid_until = valid_until
    outcome.save()
    audit.actions.record("outcome.changed", about=outcome, by=by, at=at)
    return outcome


def _refuse_disorder(facts: ProgrammeFacts) -> None:
    if facts.report_late_second <= facts.report_late_first:
        raise RemindersOutOfOrder(
            f"The first comes after {facts.report_late_first}. The second has to come later."
        )
    if not facts.echo_first_months < facts.echo_second_months < facts.echo_third_months:
        raise EchoesOutOfOrder("Each of the three times has to be later than the one before.")
    if facts.quiet_from <= facts.quiet_until:
        raise QuietAllDay("Letters would have to stop before they begin to leave.")


def _ask(by: User, at: datetime) -> None:
    if not may_run_office(by, on=timezone.localdate(at)):
        raise PermissionDenied
