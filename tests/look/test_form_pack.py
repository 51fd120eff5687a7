"""Each kind of field against the markup that was looked at and tried with a screen of axe."""

from pathlib import Path

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field, as_crispy_form
from django.core.exceptions import ValidationError
from django.test.html import parse_html

from tests.look.forms import EveryForm

GOLDEN = Path(__file__).parent / "golden"
WRONG = {"name": "", "started_day": "30", "started_month": "2", "started_year": "2026"}


@pytest.mark.parametrize("name", list(EveryForm.base_fields))
def test_a_field_is_drawn_as_the_golden_page_shows(name: str) -> None:
    drawn = as_crispy_field(EveryForm(initial={"audience": "team"})[name])

    assert parse_html(drawn) == parse_html((GOLDEN / f"{name}.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["name", "started", "town", "audience", "nothing", "text"])
def test_a_field_with_an_error_is_drawn_as_the_golden_page_shows(name: str) -> None:
    drawn = as_crispy_field(EveryForm(WRONG)[name])

    golden = (GOLDEN / f"{name}_error.html").read_text(encoding="utf-8")
    assert parse_html(drawn) == parse_html(golden)


def test_the_summary_stands_first_and_links_to_the_first_box_of_each_field() -> None:
    form = EveryForm(WRONG)
    form.add_error(None, ValidationError("This was sent before."))

    drawn = as_crispy_form(form)

    golden = (GOLDEN / "summary.html").read_text(encoding="utf-8")
    assert str(parse_html(drawn).children[0]) == str(parse_html(golden))
    assert [f'id="{box}"' in drawn for box in ("id_name", "id_started_0", "id_audience_0")] == [
        True,
        True,
        True,
    ]


def test_two_forms_of_a_page_have_two_summaries_with_two_names() -> None:
    drawn = as_crispy_form(EveryForm(WRONG, prefix="second"))

    assert 'id="error-summarysecond"' in drawn


def test_labels_help_and_values_are_escaped() -> None:
    drawn = as_crispy_field(EveryForm({"name": "<script>alert(1)</script>"})["name"])

    assert "As they sign &lt;letters&gt;." in drawn
    assert "<script>" not in drawn


def test_no_browser_cuts_a_paste_short() -> None:
    assert " maxlength=" not in as_crispy_form(EveryForm())


def test_every_description_named_is_there() -> None:
    drawn = as_crispy_form(EveryForm(WRONG))

    named = [
        word
        for part in drawn.split('aria-describedby="')[1:]
        for word in part.split('"')[0].split()
    ]
    assert named
    assert [word for word in named if drawn.count(f'id="{word}"') != 1] == []
