"""How a month stands, in words."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from reflections.queries.states import Standing, standing

DUE = datetime(2026, 11, 6, 23, 59, tzinfo=UTC)
GRACE = datetime(2026, 11, 7, 12, tzinfo=UTC)
RECEIVED = datetime(2026, 11, 5, 9, tzinfo=UTC)


def month(**facts: object) -> SimpleNamespace:
    return SimpleNamespace(
        **{
            "state": "owed",
            "reason": "",
            "due_at": DUE,
            "grace_until": GRACE,
            "met_with": "",
            "met_at": None,
            "was_late": False,
        }
        | facts
    )


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 10, 20, tzinfo=UTC), Standing("owed", "Owed", "due 6 November", "owed")),
        (datetime(2026, 11, 4, tzinfo=UTC), Standing("owed", "Owed", "due 6 November", "due")),
        (DUE, Standing("owed", "Owed", "due 6 November", "due")),
        (
            datetime(2026, 11, 7, 3, tzinfo=UTC),
            Standing("owed", "Owed", "due 6 November, grace until 12.00 on 7 November", "due"),
        ),
        (GRACE.replace(minute=1), Standing("late", "Overdue", "since 6 November", "late")),
    ],
)
def test_what_is_owed_turns_overdue_after_its_grace(at: datetime, expected: Standing) -> None:
    assert standing(month(), at=at) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"met_with": "report"}, Standing("met", "On time", "5 November", "met")),
        (
            {"met_with": "report", "was_late": True},
            Standing("met", "In, late", "5 November", "late"),
        ),
        (
            {"met_with": "nothing"},
            Standing("nothing", "Nothing this month", "5 November", "nothing"),
        ),
        (
            {"met_with": "nothing", "was_late": True},
            Standing("nothing", "Nothing this month", "late, 5 November", "nothing"),
        ),
    ],
)
def test_what_is_in_says_when_it_came(facts: dict[str, object], expected: Standing) -> None:
    assert standing(month(state="met", met_at=RECEIVED, **facts), at=GRACE) == expected


def test_a_report_under_revision_says_so() -> None:
    met = month(state="met", met_at=RECEIVED, met_with="report")

    assert standing(met, at=GRACE, revising=True).reason == "5 November, being revised"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("vacant", "post vacant"),
        ("paused", "town paused"),
        ("before_start", "before the Project Lead started"),
        ("closed", "town closed"),
        ("leave", "on leave without cover"),
    ],
)
def test_nobody_is_excused_without_the_reason(reason: str, words: str) -> None:
    stands = standing(month(state="excused", reason=reason), at=GRACE)

    assert stands == Standing("excused", "Excused", words, "excused")
    assert stands.sentence == f"Excused, {words}"
