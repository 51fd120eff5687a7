"""Bars are drawn from the same numbers as the table beside them, and nothing typed is markup."""

import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from digests.charts import NARROW, WIDE, Drawing, Frame, Row, drawing_of
from digests.content import Bar, Chart
from kit.lettering import width_of, wrapped

SVG = "{http://www.w3.org/2000/svg}"
LONG = "How we write to and speak with people who have never been asked for anything before"
CHART = Chart(
    key="topics",
    title="What towns wrote about",
    of="Outcome",
    unit="towns",
    text="Places to wait were told of most.",
    bars=(Bar("Places to wait", 1200), Bar("Housing", 0), Bar(LONG, None), Bar("Forms", 600)),
)


def tree(drawn: SafeString) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)


def texts(drawn: SafeString) -> list[str]:
    found = tree(drawn).iter(f"{SVG}text")
    return [" ".join("".join(one.itertext()).split()) for one in found]


@pytest.fixture
def drawing() -> Drawing:
    return drawing_of(CHART, ids="topics")


@pytest.mark.parametrize("name", ["wide", "narrow"])
def test_each_drawing_says_what_the_table_says(drawing: Drawing, name: str) -> None:
    said = texts(getattr(drawing, name))

    assert drawing.rows == (
        Row("Places to wait", "1,200", is_recorded=True),
        Row("Housing", "0", is_recorded=True),
        Row(LONG, "not recorded", is_recorded=False),
        Row("Forms", "600", is_recorded=True),
    )
    assert said == [word for row in drawing.rows for word in (row.label, row.value)]


@pytest.mark.parametrize(("name", "longest"), [("wide", 300.0), ("narrow", 230.0)])
def test_a_bar_is_as_long_as_its_number_and_a_gap_has_none(
    drawing: Drawing, name: str, longest: float
) -> None:
    bars = [one for one in tree(getattr(drawing, name)) if one.get("fill") == "#14565b"]

    assert [float(one.get("width", "")) for one in bars] == [longest, 0.0, longest / 2]


def test_a_gap_has_not_even_a_base_line() -> None:
    gap = drawing_of(replace(CHART, bars=(Bar("Clydebank", None),)), ids="a")

    assert [len(list(tree(one).iter(f"{SVG}rect"))) for one in (gap.wide, gap.narrow)] == [0, 0]


def test_a_drawing_is_named_and_told_by_ids_of_its_own(drawing: Drawing) -> None:
    names: dict[str | None, str | None] = {}
    for drawn in (drawing.wide, drawing.narrow, drawing_of(CHART, ids="other").wide):
        root = tree(drawn)
        ids = {one.get("id"): one.text for one in root if one.get("id")}
        names |= ids
        assert root.get("role") == "img"
        assert ids == {
            root.get("aria-labelledby"): CHART.title,
            root.get("aria-describedby"): CHART.text,
        }
    assert len(names) == 6


def test_the_policy_of_pages_and_paper_finds_only_attributes(drawing: Drawing) -> None:
    assert not re.search(r" (class|style|href|on\w+)=|<style|<script", drawing.wide)


@pytest.mark.parametrize("label", [LONG, "W" * 90, "mm " * 40, "", "\u4e2d" * 80])
@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_a_long_label_is_wrapped_and_never_cut(label: str, frame: Frame) -> None:
    lines = list(wrapped(label, width=frame.label_width))

    assert "".join("".join(lines).split()) == "".join(label.split())
    assert all(width_of(line) <= frame.label_width for line in lines)


def test_labels_stand_clear_of_each_other_and_of_bars(drawing: Drawing) -> None:
    for drawn in (drawing.wide, drawing.narrow):
        lines = [float(one.get("y", "")) for one in tree(drawn).iter(f"{SVG}tspan")]
        assert all(b - a >= 20 for a, b in itertools.pairwise(lines))
    assert WIDE.label_width < WIDE.left


def test_letters_on_a_phone_of_360_pixels_are_14_high_at_least(drawing: Drawing) -> None:
    width = float(tree(drawing.narrow).get("viewBox", "").split()[2])

    assert 16 * (360 - 2 * 16) / width >= 14


def test_what_is_typed_is_never_markup() -> None:
    typed = "<b>\"&' {x}</text><script>"
    drawing = drawing_of(
        Chart(key="x", title=typed, of="x", unit="towns", text=typed, bars=(Bar(typed, 1),)),
        ids="x",
    )

    for drawn in (drawing.wide, drawing.narrow):
        assert texts(drawn) == [typed, "1"]
        assert [one.text for one in tree(drawn) if one.get("id")] == [typed, typed]


def test_no_bars_at_all_are_a_sentence_without_a_drawing() -> None:
    empty = drawing_of(replace(CHART, bars=()), ids="x")

    page = render_to_string("digests/_chart.html", {"chart": empty})

    assert CHART.text in page
    assert "<svg" not in page
    assert "<table" not in page


def test_the_page_shows_two_drawings_and_the_table(drawing: Drawing) -> None:
    page = render_to_string("digests/_chart.html", {"chart": drawing})

    cells = re.findall(r'<th scope="row">(.*?)</th><td class="cp-number">(.*?)</td>', page)
    assert cells == [(row.label, row.value) for row in drawing.rows]
    assert (drawing.wide in page, drawing.narrow in page) == (True, True)
    assert '<caption class="visually-hidden">What towns wrote about</caption>' in page
