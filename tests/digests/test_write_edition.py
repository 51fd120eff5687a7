"""An edition as plain text and its parts in letters: people's words stay words."""

from dataclasses import replace

import pytest

from digests.content import Content, Part, Sort
from digests.text import letter_text_of, text_of
from outbox.layout import blocks
from tests.digests.test_print_edition import EDITION, FACTS, HEAD, PARTS, passage


def letter(text: str, sort: Sort = Sort.LEARNING) -> list[tuple[str, tuple[str, ...]]]:
    part = Part("ayr", "Ayr", "", "", (passage(text, sort),))
    return [(block.kind, block.lines) for block in blocks(letter_text_of(part))]


def test_the_text_version_says_everything() -> None:
    assert text_of(EDITION, FACTS) == WHOLE


def test_an_edition_without_corrections_says_so() -> None:
    text = text_of(Content(HEAD, ()), replace(FACTS, corrections=(), redacted=()))

    assert "Nothing has been corrected in this edition." in text
    assert "Taken out" not in text


def test_lines_are_wrapped_at_72_but_no_word_is_broken() -> None:
    long = "word " * 40 + "w" * 900

    lines = text_of(Content(HEAD, (replace(PARTS[0], passages=(passage(long),)),)), FACTS)

    assert max(len(line) for line in lines.splitlines() if "ww" not in line) <= 72
    assert f"  {'w' * 900}\n" in lines


def test_a_line_of_hyphens_underlines_nothing_that_was_typed() -> None:
    part = replace(PARTS[0], passages=(passage("Alloa\n-----\n\nwent on"),))

    assert "- Alloa\n  -----\n  went on\n" in text_of(Content(HEAD, (part,)), FACTS)


def test_a_part_in_a_letter_has_headings_points_and_quotations() -> None:
    assert [(block.kind, block.lines) for block in blocks(letter_text_of(PARTS[1]))] == [
        ("heading", ("Ayr",)),
        ("paragraph", ("Ayr moved on.",)),
        ("paragraph", ("Checked by the lead.",)),
        ("list", ("Who? The council.",)),
        ("list", ("Arrived late: about May 2025. A quay.",)),
        ("quotation", ("We mended it.",)),
        ("paragraph", ("A chair",)),
        ("list", ("Taken out, as asked.",)),
    ]


@pytest.mark.parametrize("typed", ["- a dash", "> a sign", "---", "A line\n---", "Go:\nthere"])
def test_words_that_look_like_something_are_a_point_like_others(typed: str) -> None:
    point = ("list", (" ".join(typed.split()),))

    assert letter(typed)[1:] == [point]


@pytest.mark.parametrize("typed", ["http://example.org/x", "See:\nhttps://example.org/x"])
def test_an_address_that_somebody_typed_is_no_link(typed: str) -> None:
    assert letter(typed)[1:] == [("quotation", tuple(typed.split("\n")))]


@pytest.mark.parametrize("typed", ["- a dash", "> a sign", "http://example.org/x"])
def test_a_sentence_of_a_part_is_a_quotation_if_it_looks_like_something(typed: str) -> None:
    part = Part("ayr", "Ayr", typed, "Checked.", ())

    found = [(block.kind, block.lines) for block in blocks(letter_text_of(part))]

    assert found == [
        ("heading", ("Ayr",)),
        ("quotation", tuple(typed.split("\n"))),
        ("paragraph", ("Checked.",)),
    ]


def test_late_and_withdrawn_quotations_say_so_in_a_letter() -> None:
    late = passage("The boat waits.", Sort.QUOTE, month="May 2025")
    gone = passage("", Sort.QUOTE, gone="Taken out, as asked.")
    linked = replace(gone, gone="See http://example.org/")
    part = Part("ayr", "Ayr", "", "", (late, gone, linked))

    assert [(block.kind, block.text) for block in blocks(letter_text_of(part))][1:] == [
        ("paragraph", "Arrived late: about May 2025."),
        ("quotation", "The boat waits."),
        ("paragraph", "Taken out, as asked."),
        ("quotation", "See http://example.org/"),
    ]


def test_points_around_an_address_stay_in_their_order() -> None:
    typed = ["One.", "http://example.org/x", "Two."]
    part = Part("ayr", "Ayr", "", "", tuple(map(passage, typed)))

    found = [(block.kind, block.text) for block in blocks(letter_text_of(part))][1:]

    assert found == [("list", "One."), ("quotation", typed[1]), ("list", "Two.")]


WHOLE = """\
Quarterly digest, All Project Towns: January to March 2026 (Q4 2025/26)
=======================================================================

Seven towns went out.

19 of 21 reports

- Fraserburgh, February: the post was vacant.

Version 2, published on Tuesday 14 April 2026. 3 minutes to read in
full.

What towns wrote about
----------------------

Places most.

- Ayr: not recorded

Across towns
============

All wrote.

Checked.

Shared across towns
-------------------

- Hours.

Ayr
===

Ayr moved on.

Checked by the lead.

You asked
---------

- Who?
  The council.

New connections
---------------

- Arrived late: about May 2025.
  A quay.

In their words
--------------

> We mended it.
  — A chair

Done
----

- Taken out, as asked.

About this edition
==================

Corrections
-----------

- Tuesday 5 May 2026, Ayr: In October.

Taken out
---------

- Ayr, in their words: taken out.

On the web
----------

https://portal.example.org/digests/2026-01/

Checksum (SHA-256) of what this edition says:
0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a
"""
