import pytest

from kit.text import holds_unstorable, settled, settled_line, without_unstorable


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("page\x0cbreak\x0bline\u2028end\u2029\x85.", "page\nbreak\nline\nend\n\n."),
        ("bell\x07 and escape\x1b[31m", "bell and escape[31m"),
        ("tab\tstays\n\n  and so does an indent", "tab\tstays\n\n  and so does an indent"),
        ("  \n ends are trimmed \n\n", "ends are trimmed"),
        ("Cafe\u0301, a\u0300 Gha\u0300idhlig", "Caf\u00e9, \u00e0 Gh\u00e0idhlig"),
        ("👩\u200d👧 family", "👩\u200d👧 family"),
        (
            "\u0645\u0631\u062d\u0628\u0627 \u200fand back",
            "\u0645\u0631\u062d\u0628\u0627 \u200fand back",
        ),
        ("<b>5 < 6 & 7</b>", "<b>5 < 6 & 7</b>"),
        ("", ""),
    ],
)
def test_a_text_is_written_one_way(typed: str, kept: str) -> None:
    assert settled(typed) == kept


@pytest.mark.parametrize("typed", ["a\r\n\r\nb\x0c", "e\u0301 \x07", " \u2028 x \x85 "])
def test_settling_twice_changes_nothing(typed: str) -> None:
    assert settled(settled(typed)) == settled(typed)


@pytest.mark.parametrize(
    ("typed", "refused", "shown"),
    [
        ("a\x00b", True, "ab"),
        ("half \ud83d of a face", True, "half  of a face"),
        ("whole 😀 face", False, "whole 😀 face"),
    ],
)
def test_what_cannot_be_stored_is_found_and_taken_out(
    typed: str, *, refused: bool, shown: str
) -> None:
    assert (holds_unstorable(typed), without_unstorable(typed)) == (refused, shown)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ailsa\t\nReid ", "Ailsa Reid"),
        ("Ailsa \u202eReid\u202c", "Ailsa Reid"),
        ("\u200eA\u200fB\u061cC\u202aD\u202bE\u202dF\u2066G\u2067H\u2068I\u2069", "ABCDEFGHI"),
        ("\u05d3\u05d5\u05d3 \u05db\u05d4\u05df", "\u05d3\u05d5\u05d3 \u05db\u05d4\u05df"),
        ("\u0645\u0631\u064a\u0645 \u200fMaryam", "\u0645\u0631\u064a\u0645 Maryam"),
        ("\u202e", ""),
    ],
)
def test_a_name_is_one_line_without_marks_of_direction(typed: str, kept: str) -> None:
    assert settled_line(typed) == kept
