"""What people type, settled so that it can be stored, compared and shown: pure functions."""

import re
import unicodedata

# A form feed or vertical tab comes from word processors, where it ends a line or a page.
_LINE_ENDINGS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Control characters carry nothing a reader sees. Tab and newline stay; the zero-width joiners
# of emoji and the marks of right-to-left writing are not control characters and stay too.
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# They turn the direction of whatever stands after them, in a heading far beyond the name itself.
# Letters written from right to left need none of them: they carry their direction in themselves.
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def holds_unstorable(text: str) -> bool:
    """Whether the text holds what no database text can: a NUL, or half of a surrogate pair."""
    return _UNSTORABLE.search(text) is not None


def without_unstorable(text: str) -> str:
    """The same text less its NULs and lone surrogates, so that it can be shown again."""
    return _UNSTORABLE.sub("", text)


def settled(text: str) -> str:
    """One way to write each text: NFC, one sign for every line ending, no control characters.

    Settling twice changes nothing. The ends are trimmed of white space, the middle is left alone.
    """
    text = _LINE_ENDINGS.sub("\n", text)
    text = _CONTROLS.sub("", text)
    return unicodedata.normalize("NFC", text).strip()


def settled_line(text: str) -> str:
    """One way to write a name or title: settled, on one line, without marks of direction."""
    return _SPACES.sub(" ", settled(_DIRECTION_MARKS.sub("", text))).strip()
