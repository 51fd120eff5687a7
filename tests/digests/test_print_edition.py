"""An edition on paper: tagged, named, with its own fonts, and every word as it was typed."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
import typst
from pypdf import PdfReader

from digests.content import (
    Bar,
    Chart,
    Content,
    Depth,
    Head,
    Part,
    Passage,
    Sort,
)
from digests.paper import HOW_TO_READ, Corrected, Facts
from digests.pdf.render import pdf_of
from digests.pdf.signs import breakable, printable

CHART = Chart(
    "topics", "What towns wrote about", "Outcome", "towns", "Places most.", (Bar("Ayr", None),)
)
HEAD = Head(
    quarter="2026-01",
    title="January to March 2026",
    label="January to March 2026 (Q4 2025/26)",
    opening="Seven towns went out.",
    completeness="19 of 21 reports",
    gaps=("Fraserburgh, February: the post was vacant.",),
    charts=(CHART,),
    words={Depth.FULL: 500},
)
FACTS = Facts(
    version=2,
    published_on=date(2026, 4, 14),
    address="https://portal.example.org/digests/2026-01/",
    checksum="0a" * 32,
    corrections=(Corrected("Tuesday 5 May 2026", "Ayr", "In October."),),
    redacted=("Ayr, in their words: taken out.",),
)


def passage(text: str, sort: Sort = Sort.LEARNING, **more: str) -> Passage:
    return Passage(key=text[:9], sort=sort, depth=Depth.FULL, text=text, **more)


PARTS = (
    Part("", "Across towns", "All wrote.", "Checked.", (passage("Hours.", Sort.TOPIC),)),
    Part(
        "ayr",
        "Ayr",
        "Ayr moved on.",
        "Checked by the lead.",
        (
            passage("The council.", Sort.ANSWER, note="Who?"),
            passage("A quay.", Sort.CONNECTION, month="May 2025"),
            passage("We mended it.", Sort.QUOTE, note="A chair"),
            passage("", Sort.ACTION, gone="Taken out, as asked."),
        ),
    ),
)
EDITION = Content(HEAD, PARTS)


def with_words(text: str) -> Content:
    return Content(HEAD, (replace(PARTS[0], passages=(passage(text),)),))


def words_in(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    text = " ".join(page.extract_text() for page in pages)
    return " ".join(text.replace("\u200b", "").split())


def in_order(text: str, *pieces: str) -> bool:
    at = 0
    for piece in pieces:
        at = text.find(piece, at)
        if at < 0:
            raise AssertionError(f"{piece!r} is missing, or too early: {text}")
    return True


def sizes(pdf: bytes) -> set[int]:
    found: set[int] = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(
            visitor_text=lambda text, _, matrix, __, size: (
                found.add(round(size * abs(matrix[3]))) if text.strip() else None
            )
        )
    return found


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return pdf_of(EDITION, FACTS)


def test_the_paper_says_that_it_is_tagged_named_and_in_british_english(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as paper, paper.open_metadata() as metadata:
        assert bool(paper.Root.MarkInfo.Marked) is True
        assert paper.Root.StructTreeRoot.Type == "/StructTreeRoot"
        assert str(paper.Root.Lang) == "en-GB"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Quarterly digest, January to March 2026"
        assert bool(paper.Root.ViewerPreferences.DisplayDocTitle) is True
        box = [float(side) for side in paper.pages[0].mediabox]
        assert [round(side) for side in box] == [0, 0, 595, 842]


def test_every_font_is_in_the_file_and_letters_are_roboto(pdf: bytes) -> None:
    names = set()
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        for one in paper.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
                assert {"/FontFile2", "/FontFile3"} & set(one.keys())
                names.add(str(one.FontName).split("+")[1].split("-")[0])
    assert names == {"Roboto", "DejaVuSansMono"}


def test_the_same_edition_is_the_same_bytes(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        made = str(paper.docinfo.CreationDate)

    assert made.startswith("D:20260414000000")
    assert pdf_of(EDITION, FACTS) == pdf


def test_words_stand_in_the_order_in_which_they_are_read(pdf: bytes) -> None:
    assert in_order(
        words_in(pdf),
        "All Project Towns Quarterly digest January to March 2026 Q4 2025/26",
        "Seven towns went out.",
        "19 of 21 reports",
        "Fraserburgh, February: the post was vacant.",
        "Version 2, published on Tuesday 14 April 2026",
        "3 minutes to read in full",
        "Contents",
        "The quarter in figures",
        "What towns wrote about Places most.",
        "Ayr not recorded",
        "Across towns All wrote. Checked.",
        "Shared across towns Hours.",
        "Ayr Ayr moved on. Checked by the lead.",
        "You asked Who? The council.",
        "New connections Arrived late: about May 2025 A quay.",
        "In their words We mended it. A chair",
        "Done Taken out, as asked.",
        "About this edition",
        "Tuesday 5 May 2026 Ayr In October.",
        "Ayr, in their words: taken out.",
        "https://portal.example.org/digests/2026-01/",
        "0a" * 32,
    )


def test_pages_after_the_cover_are_counted(pdf: bytes) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]

    assert [f"Page {number} of 3" in page for number, page in enumerate(pages, 1)] == [
        False,
        True,
        True,
    ]
    assert "January to March 2026, version 2" in pages[1]


def test_a_drawing_has_words_for_those_who_do_not_see_it(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        tags = [one for one in paper.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one]
        told = {str(one.Alt) for one in tags if "/Alt" in one and one.S == "/Figure"}
        kinds = {str(one.S) for one in tags}
    assert told == {
        "What towns wrote about. Places most. The table that follows says the same.",
    }
    assert {"/H1", "/H2", "/Table", "/TH", "/BlockQuote", "/TOC", "/Link"} <= kinds


def test_large_print_is_18_points_and_never_less_than_16(pdf: bytes) -> None:
    large = pdf_of(EDITION, FACTS, large=True)

    assert min(sizes(large)) == 16
    assert 18 in sizes(large)
    assert 11 in sizes(pdf)
    assert len(PdfReader(io.BytesIO(large)).pages) > len(PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    "typed",
    [
        '#import "x"',
        "$x$ and $ y $",
        "*bold* _slanted_ `raw`",
        "<label> @reference",
        "= Heading",
        "- point",
        "\\ \\u{41} // no comment /* nor this */",
        "\u201cDùn Omhain\u201d \u2013 \u2018Gàidhlig\u2019 … ŵ ἀρχή",
        "a" * 900,
        "{x} [y] #[z] #{q}",
    ],
)
def test_what_people_typed_comes_out_as_words(typed: str) -> None:
    said = words_in(pdf_of(with_words(typed), FACTS))

    assert typed.replace(" ", "") in said.replace(" ", "")


def test_words_of_no_end_stay_on_the_paper() -> None:
    """One line of it would be as wide as forty pages."""
    right = []
    page = PdfReader(io.BytesIO(pdf_of(with_words("w" * 900), FACTS))).pages[2]
    page.extract_text(
        visitor_text=lambda text, _, matrix, __, ___: right.append((text.count("w"), matrix[4]))
    )

    assert max(count for count, _ in right) < 60


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Well done \U0001f389", "Well done [party popper]"),
        (
            "\U0001f469\u200d\U0001f692 \U0001f44d\U0001f3fd",
            "[woman, fire engine] [thumbs up sign]",
        ),
        ("\U0001f1ec\U0001f1e7", "[flag GB]"),
        (
            "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
            "[flag GBSCT]",
        ),
        ("\u4e2d\u6587", "\u25a1\u25a1"),
        ("1\ufe0f\u20e3 a\u20d0", "1 a"),
        ("\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u2192", None),
        ("a\u202eb\u2066c", "abc"),
        ("\x00\ud800one\x0btwo", "one\ntwo"),
    ],
)
def test_a_sign_that_no_font_holds_is_put_into_words(typed: str, printed: str | None) -> None:
    assert printable(typed) == (typed if printed is None else printed)
    assert pdf_of(with_words(typed), FACTS)


def test_a_square_is_explained_where_there_is_one(pdf: bytes) -> None:
    said = words_in(pdf_of(with_words("\u4e2d"), FACTS))

    assert (HOW_TO_READ in said, HOW_TO_READ in words_in(pdf)) == (True, False)


def test_a_long_word_may_break_but_never_between_a_letter_and_its_accent() -> None:
    assert breakable("short " + "a\u0301" * 31) == "short " + "\u200b".join(["a\u0301"] * 31)


def test_what_is_not_fit_for_everybody_is_refused() -> None:
    with pytest.raises(typst.TypstError, match="PDF/UA-1"):
        typst.compile(b"= Untitled", pdf_standards="ua-1")


def test_an_edition_of_almost_nothing_is_paper_too() -> None:
    bare = Content(replace(HEAD, gaps=(), charts=(), label=HEAD.title), ())

    said = words_in(pdf_of(bare, replace(FACTS, corrections=(), redacted=())))

    assert "Nothing has been corrected in this edition." in said
    assert "Q4" not in said
