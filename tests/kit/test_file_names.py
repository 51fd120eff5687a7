"""Names of files are harmless on every page, in every header and on every disk."""

import pytest

from kit.file_names import LONGEST, clean_name
from kit.file_sorts import WrongSort, sort_of

HOSTILE = {
    "../../etc/passwd": "passwd",
    "..\\..\\boot.ini": "boot.ini",
    "/": "file",
    "": "file",
    "..": "file",
    ".pdf": "file.pdf",
    "slides.pdf\r\nSet-Cookie: a=b": "slides.pdf Set-Cookie_ a=b",
    "slides\u202efdp.exe": "slidesfdp.exe",
    "sli\u200bdes\ufeff.pdf": "slides.pdf",
    "a\x00b.pdf": "ab.pdf",
    "CON.pdf": "_CON.pdf",
    "nul": "_nul",
    "lpt1.tar.pdf": "_lpt1.tar.pdf",
    'what? "this" <one>|*.pdf': "what_ _this_ _one_.pdf",
    "C:slides.pdf": "C_slides.pdf",
    "slides.pdf. . ": "slides.pdf",
    "Tòiseachadh 🌲.pdf": "Tòiseachadh 🌲.pdf",
}


@pytest.mark.parametrize(("name", "cleaned"), HOSTILE.items())
def test_a_name_is_made_harmless_and_stays_so(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned
    assert clean_name(cleaned) == cleaned


def test_a_long_name_keeps_its_ending() -> None:
    cleaned = clean_name(f"{'long ' * 60}.pptx")

    assert len(cleaned) <= LONGEST
    assert cleaned.endswith("long.pptx")
    assert len(clean_name("a" * 300)) == LONGEST


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("drawing.svg", "What is kept: PDF, PowerPoint"),
        ("page.html", "What is kept"),
        ("tool.exe", "What is kept"),
        ("slides", "What is kept"),
        ("slides.ppt", "Save it as .pptx or as a PDF"),
        ("slides.pptm", "may hold macros"),
        ("all.zip", "one by one"),
        ("slides.pdf.exe", "What is kept"),
        ("slides.png", "is not a PNG picture"),
        ("slides.txt", "is not text"),
    ],
)
def test_a_sort_that_is_not_kept_is_told_with_what_to_do(name: str, words: str) -> None:
    with pytest.raises(WrongSort, match=words):
        sort_of(name, b"%PDF-1.7")


def test_an_ending_may_be_written_large() -> None:
    assert sort_of("SLIDES.PDF", b"%PDF-1.7").name == "pdf"
