"""How wide words are drawn in our own SVG, and where their lines break. Pure.

On the safe side: the letters are Roboto's, or those of what stands in for it.
"""

from collections.abc import Iterable, Iterator

SIZE = 16  # of letters, in units of a drawing
LEADING = 20

# Widths in ems.
_NARROW = frozenset("iljtfrI.,:;'|!()[] \u2019\u2018")
_BROAD = frozenset("mwMW@%\u2014\u2026")
_LATIN = 0x250


def wrapped(label: str, *, width: int) -> Iterator[str]:
    """The lines of a label that is never cut; a word that is too long goes on in the next line."""
    line = ""
    for word in _pieces(label.split(), width=width):
        longer = f"{line} {word}".strip()
        if line and width_of(longer) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def width_of(text: str) -> float:
    """How wide a text is drawn at most, in units."""
    return SIZE * sum(map(_ems, text))


def _ems(sign: str) -> float:
    if sign in _NARROW:
        return 0.4
    if sign in _BROAD or ord(sign) >= _LATIN:
        return 1.0
    return 0.72 if sign.isupper() else 0.6


def _pieces(words: Iterable[str], *, width: int) -> Iterator[str]:
    for word in words:
        if width_of(word) <= width:
            yield word
            continue
        piece = ""
        for sign in word:
            if width_of(piece + sign) > width:
                yield piece
                piece = ""
            piece += sign
        yield piece
