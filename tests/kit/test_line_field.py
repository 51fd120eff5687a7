"""Names and titles as people type them."""

import pytest
from django.core.exceptions import ValidationError

from kit.fields import LineField


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Safe   routes\tto school ", "Safe routes to school"),
        ("Ends\u2028here", "Ends here"),
        ("\u202eabc\u202c", "abc"),
        ("Cafe\u0301", "Caf\u00e9"),
    ],
)
def test_one_way_to_write_each_line(typed: str, kept: str) -> None:
    assert LineField(longest=50).clean(typed) == kept


def test_marks_that_nobody_sees_are_no_name() -> None:
    with pytest.raises(ValidationError, match="Enter one"):
        LineField(longest=50, error_messages={"required": "Enter one."}).clean(" \u202e\u200f ")


def test_a_line_that_is_too_long_is_told_with_both_figures() -> None:
    with pytest.raises(ValidationError, match="51 characters long"):
        LineField(longest=50).clean("x" * 51)
    assert LineField(longest=50).clean("x" * 50 + "\u202e") == "x" * 50
