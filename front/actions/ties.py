"""The ties of towns and organisations, taken as a table."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

import audit.actions
from front.bonds import Bond
from front.queries.relationships import Wanted, ties_of
from kit.sheets import as_csv
from people.models import User
from towns.models import Town
from towns.policies import is_programme_team

COLUMNS = ("Organisation", "Sector", "Town", "How close", "Last heard of", "Standing", "Since then")


@transaction.atomic
def export_ties(wanted: Wanted, *, town: Town | None, by: User, at: datetime) -> str:
    """The map as a CSV file, all its pages. That it was taken, and by whom, is recorded.

    Raises:
        PermissionDenied: `by` is not of the Programme Team, of whom a second factor is asked.
    """
    today = timezone.localdate(at)
    if not is_programme_team(by, on=today):
        raise PermissionDenied
    rows = [_row(one, wanted) for one in ties_of(by, wanted, town=town, today=today)]
    audit.actions.record("ties.exported", about=by, by=by, at=at, facts={"rows": len(rows)})
    columns = COLUMNS if wanted.since else COLUMNS[:-1]
    return as_csv([columns, *rows])


def _row(bond: Bond, wanted: Wanted) -> list[str]:
    standing = "over" if bond.now.is_over else "fading" if bond.now.is_fading else "in touch"
    last = bond.now.last.isoformat() if bond.now.last else ""
    names = [bond.organisation.name, bond.organisation.sector, bond.town.name]
    row = [*names, bond.strength_words, last, standing]
    return [*row, bond.change_words] if wanted.since else row
