"""How a letter looks: written once, as text, from which the HTML is drawn.

So both always say the same. The conventions of the text, which reads well as it stands:

- Paragraphs are parted by an empty line. Their lines are joined, but for one that ends with two
  spaces.
- A line followed by a line of hyphens is a heading. Lines that begin with "- " are a list, and a
  longer point goes on in lines indented by two spaces.
- A line that begins with ">" is what a person wrote. Nothing in it is ever anything else.
- A paragraph of "Label:" and, on the next line, an address is a call to act. An address alone is a
  link, and so is one within a sentence.
- One line alone, indented by four spaces, is a code to copy.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Any, Literal

from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kit.text import settled, settled_line, without_unstorable

type Kind = Literal["paragraph", "heading", "list", "quotation", "act", "link", "code"]

TEMPLATE = "outbox/mail/letter.html"
BLOCK = "outbox/mail/_block.html"
KEPT = 500  # blocks, each as it was drawn: thousands of letters of one digest share most
LINK = '<a class="link" href="{0}" style="color: #14565b; text-decoration: underline;">{0}</a>'
FILLER = "\u2007\u034f " * 40  # unseen; else a short preheader runs on into the letter
BREAK = mark_safe("<br>")
WIDTH = 72  # columns of a line that is wrapped
SNIPPET = 140  # signs of the preheader that a list of letters shows at most
LONGEST_WORD = 900  # octets; SMTP carries 998 in a line, the sign of a quotation included
LONGEST_PIECE = 200  # signs of a word that is longer, which are 800 octets at most
DELIMITER = "-- "  # what stands before a footer, since Usenet

_LINE_ENDINGS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they turn the direction of what follows
# A closing bracket belongs to an address that opened it; the stop of a sentence never does.
_ADDRESS = re.compile(
    r"""\bhttps?://(?:[^\s<>"()]|\([^\s<>"()]*\))+(?<![.,;:!?\u2026'\u2019\u201d\xbb\]}])"""
)
_EMPTY_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_RULE = re.compile(r"-{3,}")
_POINT = re.compile(r" *-( |$)")
_LABEL = re.compile(r"(?!.*://).+:")
_WORD = re.compile(r"[^ \t\n]+")  # a hard space keeps what it joins together
_TOO_LONG = re.compile(rf"[^ ]{{{LONGEST_PIECE + 1},}}")
# Where a line may end: before a word that would not mean something at the beginning of the next.
_END = r"(?= (?!-+(?: |$)|>)|$)"
# The lines of a text, by the columns taken on their left: as full as may be; else the shortest that
# may end; else, in a row of signs, as long as mail can carry; else one long word.
_LINES = {
    left: re.compile(
        rf"(.{{1,{WIDTH - left}}}{_END}|.{{1,{LONGEST_PIECE}}}?{_END}"
        rf"|.{{1,{LONGEST_PIECE}}}(?= |$)|[^ ]+) ?"
    )
    for left in (0, 2)
}


@dataclass(frozen=True)
class Block:
    """One part of a letter.

    `lines` are what stands on a line of its own: the lines of a paragraph (one, unless it breaks),
    the points of a list, the lines of a quotation; one line of any other kind. `url` is where an
    act or a link leads.
    """

    kind: Kind
    lines: tuple[str, ...]
    url: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


type Found = tuple[Block, int]  # a block, and how many lines it takes


def blocks(text: str) -> list[Block]:
    """The parts of a letter that is written in the conventions of this module."""
    return list(_read(text))


def quoted(text: str) -> str:
    """A person's words as a quotation, in which nothing can pass for a part of the letter."""
    lines = _TURNS.sub("", settled(without_unstorable(text))).split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines) if any(lines) else ""


def page(*, subject: str, text: str, footer: str, preheader: str = "") -> str:
    """The letter as HTML that every mail program shows, and that needs nothing from elsewhere.

    The preheader is what a list of letters shows beside the subject; without one, the letter's
    own first words. The first act stands out from the others.
    """
    body = blocks(text)
    main = next((block for block in body if block.kind == "act"), None)
    drawn = [
        _in_html(block, is_first=not place, is_main=block == main)
        for place, block in enumerate(body)
    ]
    return get_template(TEMPLATE).render(
        {
            "subject": _one_line(subject),
            "preheader": _one_line(preheader or _snippet(body)) + FILLER,
            "body": SafeString("".join(drawn)),
            "footer": [_drawn(block) for block in blocks(footer)],
        }
    )


def plain(*, text: str, footer: str) -> str:
    """The letter as text: wrapped at 72 columns, no address broken, no line too long for SMTP."""
    body, end = ("\n\n".join(map(_written, blocks(part))) for part in (text, footer))
    return f"{body}\n\n{DELIMITER}\n{end}\n".lstrip("\n") if end else f"{body}\n"


# --- Reading --------------------------------------------------------------------------------------
@lru_cache(maxsize=8)  # a letter is written as text and as HTML one after the other
def _read(text: str) -> tuple[Block, ...]:
    text = _CONTROLS.sub("", _LINE_ENDINGS.sub("\n", without_unstorable(text))).expandtabs(4)
    parts = filter(None, _EMPTY_LINES.split(f"\n\n{text}\n\n"))
    return tuple(block for part in parts for block in _blocks_of(part))


@lru_cache(maxsize=KEPT)
def _blocks_of(part: str) -> tuple[Block, ...]:
    """What stands between two empty lines."""
    found = []
    lines = part.split("\n")
    while lines:
        special = _quotation(lines) or _code(lines) or _heading(lines) or _list(lines)
        block, taken = special or _paragraph(lines)
        found.append(block)
        lines = lines[taken:]
    return tuple(found)


def _words_of(line: str) -> str:
    """With one space where there were more, as HTML has it."""
    return " ".join(_WORD.findall(line))


def _is_quotation(line: str) -> bool:
    return line.lstrip().startswith(">")


def _ends_paragraph(line: str) -> bool:
    return bool(_POINT.match(line)) or _is_quotation(line)


def _quotation(lines: list[str]) -> Found | None:
    """Asked first: a line with this sign is a person's wherever it stands."""
    taken = list(takewhile(_is_quotation, lines))
    if not taken:
        return None
    words = tuple(_words_of(line.lstrip()[1:]) for line in taken)
    return Block("quotation", words), len(taken)


def _code(lines: list[str]) -> Found | None:
    alone = len(lines) == 1 or not lines[1].strip()
    return (
        (Block("code", (_words_of(lines[0]),)), 1)
        if alone and lines[0].startswith("    ")
        else None
    )


def _heading(lines: list[str]) -> Found | None:
    if len(lines) == 1 or _POINT.match(lines[0]) or not _RULE.fullmatch(lines[1].strip()):
        return None
    return Block("heading", (_words_of(lines[0]),)), 2


def _list(lines: list[str]) -> Found | None:
    points: list[list[str]] = []
    for line in lines:
        if _POINT.match(line):
            points.append([line.lstrip()[2:]])
        elif points and line.startswith("  ") and not _ends_paragraph(line):
            points[-1].append(line)
        else:
            break
    if not points:
        return None
    found = tuple(_words_of(" ".join(point)) for point in points)
    return Block("list", found), sum(map(len, points))


def _paragraph(lines: list[str]) -> Found:
    taken = [lines[0], *takewhile(lambda line: not _ends_paragraph(line), lines[1:])]
    words = [_words_of(line) for line in taken]
    if len(words) == 1 and _is_address(words[0]):
        return Block("link", (words[0],), words[0]), 1
    if len(words) == 2 and _LABEL.fullmatch(words[0]) and _is_address(words[1]):
        return Block("act", (words[0].removesuffix(":"),), words[1]), 2
    joined = "".join(
        word + ("\n" if line.endswith("  ") else " ")
        for word, line in zip(words, taken, strict=True)
    )
    return Block("paragraph", tuple(joined.strip().split("\n"))), len(taken)


def _is_address(line: str) -> bool:
    """An address that no line can carry whole is no link, here as there."""
    return bool(_ADDRESS.fullmatch(line)) and len(line.encode()) <= LONGEST_WORD


def _one_line(text: str) -> str:
    return settled_line(without_unstorable(text))


def _snippet(body: list[Block]) -> str:
    """The first words of a letter, less what a person wrote: others may see the screen too."""
    words = " ".join(block.text for block in body if block.kind in {"paragraph", "code"})
    if len(words) <= SNIPPET:
        return words
    return f"{words[:SNIPPET].rpartition(' ')[0] or words[:SNIPPET]}…"


# --- Drawing --------------------------------------------------------------------------------------
@lru_cache(maxsize=KEPT)
def _in_html(block: Block, *, is_first: bool, is_main: bool) -> str:
    """A part of the body as its template draws it, which takes longer than all else here."""
    context = {"block": _drawn(block), "is_first": is_first, "is_main": is_main}
    return get_template(BLOCK).render(context).strip()


def _drawn(block: Block) -> dict[str, Any]:
    """What the template draws of a block; it finds what it needs faster in a mapping."""
    worded = block.kind in {"paragraph", "heading", "list"}
    lines = [_linked(line) if worded else line for line in block.lines]
    text = lines[0] if len(lines) == 1 else format_html_join(BREAK, "{}", zip(lines))
    return {"kind": block.kind, "url": block.url, "lines": lines, "text": text}


def _linked(line: str) -> str:
    """A line in which each address is a link; as it is if there is none."""
    if "://" not in line:
        return line
    pieces = []
    end = 0
    for match in _ADDRESS.finditer(line):
        if _is_address(match[0]):
            pieces += [line[end : match.start()], format_html(LINK, match[0])]
            end = match.end()
    return format_html_join("", "{}", zip([*pieces, line[end:]]))


# --- Writing --------------------------------------------------------------------------------------
@lru_cache(maxsize=KEPT)
def _written(block: Block) -> str:
    """One part as text, in the conventions by which it was read."""
    match block.kind:
        case "heading":
            return f"{_whole(block.text)}\n{'-' * min(max(len(block.text), 3), WIDTH)}"
        case "list":
            return "\n".join(_wrapped(point, sign="- ", rest="  ") for point in block.lines)
        case "quotation":
            return "\n".join(_wrapped(line, sign="> ", rest="> ") for line in block.lines)
        case "act":
            return f"{_whole(block.text)}:\n{block.url}"
        case "code":
            return f"    {_whole(block.text)}"
        case _:
            return "  \n".join(_wrapped(line) for line in block.lines)


def _whole(line: str) -> str:
    """A line that means something only while it is one, unless no line of mail can carry it."""
    return line if len(line.encode()) <= LONGEST_WORD else _wrapped(line)


def _wrapped(text: str, *, sign: str = "", rest: str = "") -> str:
    """Lines of 72 columns at most, of which none begins like a list, a heading or a quotation."""
    if len(sign) + len(text) <= WIDTH:
        return f"{sign}{text}".rstrip()
    text = _TOO_LONG.sub(_in_pieces, text)
    return "\n".join(
        f"{rest if number else sign}{line}"
        for number, line in enumerate(_LINES[len(sign)].findall(text))
    )


def _in_pieces(word: re.Match[str]) -> str:
    """A word that no line of mail can carry, in pieces."""
    if len(word[0].encode()) <= LONGEST_WORD:
        return word[0]
    starts = range(0, len(word[0]), LONGEST_PIECE)
    return " ".join(word[0][start : start + LONGEST_PIECE] for start in starts)
