"""Months as they are typed into addresses."""

from datetime import date

import pytest

from kit.periods import month_from


def test_a_month_is_read_by_its_year_and_number() -> None:
    assert month_from("2026-10") == date(2026, 10, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-13",
        "2026-1",
        "0001-01",
        "9999-12",
        "2026-10-01",
        "\N{FULLWIDTH DIGIT TWO}026-10",
        "x",
    ],
)
def test_what_is_no_month_of_ours_is_none(text: str) -> None:
    assert month_from(text) is None
