"""Quarters by their first day, named by months and as public bodies count them."""

from datetime import date

import pytest

from kit.periods import quarter_months, quarter_name, quarter_of


@pytest.mark.parametrize(
    ("day", "quarter", "name"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), "January to March 2026 (Q4 2025/26)"),
        (date(2026, 3, 31), date(2026, 1, 1), "January to March 2026 (Q4 2025/26)"),
        (date(2026, 4, 1), date(2026, 4, 1), "April to June 2026 (Q1 2026/27)"),
        (date(2026, 9, 30), date(2026, 7, 1), "July to September 2026 (Q2 2026/27)"),
        (date(2099, 12, 31), date(2099, 10, 1), "October to December 2099 (Q3 2099/00)"),
    ],
)
def test_a_day_lies_in_a_quarter_with_both_its_names(day: date, quarter: date, name: str) -> None:
    assert (quarter_of(day), quarter_name(quarter)) == (quarter, name)


def test_a_quarter_is_named_by_its_months() -> None:
    assert quarter_months(date(2026, 4, 1)) == "April to June 2026"
