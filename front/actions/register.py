"""The register of organisations as a table: taken by the office, and kept as a table says."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from people.actions.register import keep_changes
from people.models import Organisation, User
from people.queries import register_rows, sectors_in_order
from people.register_files import RegisterFile, written
from people.register_plan import Plan, planned
from towns.policies import may_run_office
from towns.queries.people import organisations_visible_to


class RegisterChanged(DomainError):
    """What would be kept is not what was shown: somebody changed the register meanwhile."""


@transaction.atomic
def export_register(*, by: User, at: datetime) -> str:
    """The whole register as a CSV file. That it was taken, and by whom, is recorded.

    Raises:
        PermissionDenied: `by` does not run the office.
    """
    _ask(by, at)
    rows = register_rows(organisations_visible_to(by, on=timezone.localdate(at)))
    audit.actions.record("register.exported", about=by, by=by, at=at, facts={"rows": len(rows)})
    return written(rows)


@transaction.atomic
def import_register(file: RegisterFile, *, mark: str, by: User, at: datetime) -> Plan:
    """Keep what the file says, all of it or nothing; returns what that changed.

    `mark` is that of the plan which was shown. May be repeated: what is so already changes nothing.

    Raises:
        PermissionDenied: `by` does not run the office.
        RegisterChanged: the register is not what it was when the plan was shown.
        DomainError: an action refuses one of the changes.
    """
    _ask(by, at)
    # The first row stands for the whole register, as where organisations are placed.
    Organisation.objects.select_for_update(no_key=True, of=["self"]).order_by("pk").first()
    plan = plan_of(file, user=by, at=at)
    if plan.faults or (plan.changes and plan.mark != mark):
        raise RegisterChanged("The register was changed meanwhile. Choose the file once more.")
    if not plan.changes:
        return plan
    keep_changes(plan.changes, by=by, at=at)
    facts = {"added": len(plan.added), "changed": len(plan.changes) - len(plan.added)}
    audit.actions.record("register.imported", about=by, by=by, at=at, facts=facts)
    return plan


def plan_of(file: RegisterFile, *, user: User, at: datetime) -> Plan:
    """What the file would change in the register as this person reads it now: two statements."""
    today = timezone.localdate(at)
    rows = register_rows(organisations_visible_to(user, on=today))
    sectors = list(sectors_in_order().values_list("name", flat=True))
    return planned(rows, file, sectors=sectors, on=today)


def _ask(by: User, at: datetime) -> None:
    if not may_run_office(by, on=timezone.localdate(at)):
        raise PermissionDenied
