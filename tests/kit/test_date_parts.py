from datetime import date

import pytest
from django import forms

from kit.fields import DatePartsField
from kit.words import span


class PostForm(forms.Form):
    day = DatePartsField(
        label="First day", earliest=date(2022, 1, 1), latest=date(2027, 12, 31), required=False
    )


def day_of(day: str, month: str, year: str) -> PostForm:
    return PostForm({"day_day": day, "day_month": month, "day_year": year})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("6", "11", "2026"), date(2026, 11, 6)),
        ((" 06 ", "11", "2026"), date(2026, 11, 6)),
        (("29", "2", "2024"), date(2024, 2, 29)),
        (("6", "November", "2026"), date(2026, 11, 6)),
        (("6", "sept.", "2026"), date(2026, 9, 6)),
        (("", "", ""), None),
    ],
)
def test_a_day_is_understood(typed: tuple[str, str, str], meant: date | None) -> None:
    form = day_of(*typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("30", "2", "2026"), "February 2026 has 28 days: there is no 30 February."),
        (("31", "11", "2026"), "November 2026 has 30 days: there is no 31 November."),
        (("6", "13", "2026"), "The month must be a number from 1 to 12."),
        (("6", "ma", "2026"), "The month must be a number from 1 to 12."),
        (("6", "Brumaire", "2026"), "The month must be a number from 1 to 12."),
        (("6", "0", "2026"), "The month must be a number from 1 to 12."),
        (("32", "1", "2026"), "The day must be a number from 1 to 31."),
        (("-1", "1", "2026"), "The day must be a number from 1 to 31."),
        (("\u0661", "1", "2026"), "The day must be a number from 1 to 31."),
        (("9" * 5000, "1", "2026"), "The day must be a number from 1 to 31."),
        (("6", "1", "26"), "Write the year with four digits, for example 2026."),
        (("6", "1", "0000"), "Write the year with four digits, for example 2026."),
        (("6", "", "2026"), "The date needs a month."),
        (("6", "", ""), "The date needs a month and a year."),
        (("1", "1", "2021"), "This must be 1 January 2022 or later."),
        (("1", "1", "2028"), "This must be 31 December 2027 or earlier."),
    ],
)
def test_a_day_that_does_not_exist_is_refused_in_a_sentence(
    typed: tuple[str, str, str], said: str
) -> None:
    assert day_of(*typed).errors["day"] == [said]


def test_a_wrong_day_is_shown_again_as_typed() -> None:
    assert day_of("30", "feb", "lots\x00")["day"].value() == ["30", "feb", "lots"]


def test_a_stored_day_fills_the_boxes() -> None:
    html = str(PostForm(initial={"day": date(2026, 11, 6)})["day"])

    assert [f'value="{part}"' in html for part in ("6", "11", "2026")] == [True, True, True]


def test_only_another_day_is_a_change() -> None:
    field = DatePartsField()

    changes = [
        field.has_changed(date(2026, 11, 6), ["06", "11", "2026"]),
        field.has_changed(date(2026, 11, 6), ["7", "11", "2026"]),
        field.has_changed(None, ["", "", ""]),
    ]

    assert changes == [False, True, False]


def test_a_day_that_is_one_already_stays_as_it_is() -> None:
    assert DatePartsField().clean(date(2026, 11, 6)) == date(2026, 11, 6)


@pytest.mark.parametrize(
    ("said", "starts_on", "ends_on"),
    [
        ("from Monday 3 March 2025", date(2025, 3, 3), None),
        ("on Monday 3 March 2025", date(2025, 3, 3), date(2025, 3, 3)),
        ("from Monday 3 March 2025 to Friday 14 March 2025", date(2025, 3, 3), date(2025, 3, 14)),
    ],
)
def test_a_span_of_days_is_written_out(said: str, starts_on: date, ends_on: date | None) -> None:
    assert span(starts_on, ends_on) == said
