"""Outcomes: worded and ended by the office, and by nobody else."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from tests import make
from towns.actions.names import NameTaken, NameWithoutLetters
from towns.actions.programmes import OutcomeOver, add_outcome, change_outcome
from towns.models import Outcome

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)


def test_an_outcome_does_not_end_before_it_came_into_use() -> None:
    office, outcome = make.team_member(), make.outcome()
    first = outcome.valid_from

    with pytest.raises(OutcomeOver, match="came into use on"):
        change_outcome(
            outcome, statement="", valid_until=date(first.year - 1, 1, 1), by=office.user, at=AT
        )
    change_outcome(outcome, statement="Streets", valid_until=first, by=office.user, at=AT)

    outcome.refresh_from_db()
    assert (outcome.statement, outcome.valid_until) == ("Streets", first)


@pytest.mark.parametrize(
    ("name", "refusal"), [("active TRAVEL", NameTaken), ("\u2013", NameWithoutLetters)]
)
def test_an_outcome_has_a_name_of_its_own(name: str, refusal: type[Exception]) -> None:
    office = make.team_member()
    make.outcome("Active travel")
    before = Outcome.objects.count()

    with pytest.raises(refusal):
        add_outcome(
            name, theme="Movement", statement="", valid_from=AT.date(), by=office.user, at=AT
        )

    assert Outcome.objects.count() == before


def test_a_project_lead_words_no_outcome() -> None:
    with pytest.raises(PermissionDenied):
        change_outcome(make.outcome(), statement="", valid_until=None, by=make.lead().user, at=AT)
