"""What fonts can print of what people type, asked of typst itself.

PDF/UA refuses a sign that no font holds, so such a sign is put into words: an emoji by its name in
brackets, a letter that is known without its marks as that letter, any other as a square. Words are
never left out unsaid.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import typst

from kit.text import settled, without_unstorable

SQUARE = "\u25a1"
LONGEST_WORD = 30  # signs; a longer one may be broken anywhere
STANDARD: Final = "ua-1"

_PROBE = b"""
#set document(title: "One sign")
#set text(font: "Roboto", lang: "en", fallback: sys.inputs.others == "yes")
#let said = "x" + sys.inputs.sign + "x"
#said #text(weight: 700, said) #text(style: "italic", said)
"""
# ASCII, the Latin of Europe, and the quotation marks and dashes of word processors.
_SURE = re.compile("[ -~\n\u00a0-\u00ac\u00ae-\u017f\u2013\u2014\u2018-\u201e\u2022\u2026]*")
# They turn the direction of what follows them, far beyond the words that they stand in.
# The others say whether a sign is meant as an emoji, which no font of ours draws.
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\ufe0e\ufe0f]")
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_JOINER = "\u200d"
_MODIFIERS = range(0x1F3FB, 0x1F400)  # tones of skin
_INDICATORS = range(0x1F1E6, 0x1F200)  # letters of which two make a flag
_TAGS = range(0xE0020, 0xE0080)  # unseen letters behind a flag


@cache
def fonts() -> typst.Fonts:
    """Roboto, and for signs that it lacks what typst brings along: the same on every machine."""
    return typst.Fonts(
        include_system_fonts=False, font_paths=[str(files("fontpkg_roboto") / "files")]
    )


def printable(text: str) -> str:
    """The text with nothing in it that no font holds."""
    text = _UNSEEN.sub("", settled(without_unstorable(text)))
    if _SURE.fullmatch(text):
        return text
    return "".join(
        sign if _SURE.fullmatch(sign) or _is_held(sign) else _in_words(sign)
        for sign in _signs(text)
    )


def breakable(text: str) -> str:
    """The same with places to break within words that no line holds."""
    return _LONG.sub(lambda word: "\u200b".join(_signs(word[0])), text)


@lru_cache(maxsize=8192)
def _is_held(sign: str) -> bool:
    """Whether fonts hold a sign, upright, bold and slanted: a millisecond, once.

    A mark joins letters of its own font alone, so a sign of several parts is asked of Roboto only.
    """
    joined = len(sign) > 1 or unicodedata.category(sign).startswith("M")
    inputs = {"sign": sign, "others": "no" if joined else "yes"}
    try:
        typst.compile(_PROBE, font_paths=fonts(), sys_inputs=inputs, pdf_standards=STANDARD)
    except typst.TypstError:
        return False
    return True


def _in_words(sign: str) -> str:
    """A sign that no font holds: what it shows, its letter without marks, else a square."""
    letters = "".join(filter(None, map(_flag_letter, sign)))
    if letters:
        return f"[flag {letters.upper()}]"
    shown = [one for one in sign if unicodedata.category(one) in {"So", "Sm"}]
    names = [name.lower() for one in shown if (name := unicodedata.name(one, ""))]
    if names:
        return f"[{', '.join(names)}]"
    return sign[0] if len(sign) > 1 and _is_held(sign[0]) else SQUARE


def _flag_letter(sign: str) -> str:
    if ord(sign) in _INDICATORS:
        return chr(ord("A") + ord(sign) - _INDICATORS.start)
    return chr(ord(sign) - 0xE0000).strip("\x7f ") if ord(sign) in _TAGS else ""


def _signs(text: str) -> Iterator[str]:
    """What a reader sees as one sign each: a letter with its accents, an emoji with its parts."""
    sign = ""
    for one in text:
        if sign and not _goes_on(sign, one):
            yield sign
            sign = ""
        sign += one
    if sign:
        yield sign


def _goes_on(sign: str, one: str) -> bool:
    if ord(one) in _INDICATORS:
        return len(sign) == 1 and ord(sign) in _INDICATORS
    return (
        unicodedata.category(one).startswith("M")
        or one == _JOINER
        or sign.endswith(_JOINER)
        or ord(one) in _MODIFIERS
        or ord(one) in _TAGS
    )
