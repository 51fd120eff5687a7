"""The versions of a report beside each other: what was added, taken out, changed, by the word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from kit.dates import moment_in_full, month_name
from partners.models import Strength
from people.models import User
from reflections.models import Audience, Kind, Report, ReportVersion
from reflections.queries.reports import SnapshotItem, read_in_version
from towns.posts import posts_of

KINDS = dict(Kind.choices)
AUDIENCES = dict(Audience.choices)
_WORDS = re.compile(r"\S+\s*|\s+")
_LINES = re.compile(r"[^\n]+\n*|\n+")
_MOST_WORDS = 4_000  # of both texts; longer ones are compared line by line


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stands in both versions, or was added, or taken out."""

    text: str
    state: str


@dataclass(frozen=True)
class Difference:
    """One item in two versions."""

    kind: str
    state: str
    pieces: tuple[Piece, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One version in the list."""

    number: int
    when: str
    who: str


@dataclass(frozen=True)
class Versions:
    """The whole page."""

    town: str
    month: str
    report_url: str
    lines: tuple[Line, ...]
    earlier: Line | None
    later: Line | None
    differences: tuple[Difference, ...]
    same: int
    refusal: str


def versions_of(
    report: Report, user: User, *, chosen: tuple[int | None, int | None], on: date
) -> Versions | None:
    """The versions of a report, two of them compared: those chosen, else the last two.

    One version chosen twice is refused with a sentence, and nothing is compared.
    None when the report was never handed over, or a chosen version is not there.
    """
    versions = list(report.versions.select_related("made_by__person").order_by("-number"))
    if not versions:
        return None
    by_number = {version.number: version for version in versions}
    lines = {number: _line(version) for number, version in by_number.items()}
    numbers = sorted({number for number in chosen if number is not None} or sorted(by_number)[-2:])
    if not by_number.keys() >= set(numbers):
        return None
    posts = posts_of(user, on=on)
    read = []
    for number in numbers[-2:]:
        by_number[number].report = report
        read.append(read_in_version(by_number[number], user, on=on, posts=posts))
    found = list(_differences(*read)) if len(read) > 1 else []
    is_one = len(numbers) == 1 and len(lines) > 1
    earlier = lines[numbers[0]] if len(numbers) > 1 or is_one else None
    return Versions(
        town=report.town.name,
        month=month_name(report.month),
        report_url=report.get_absolute_url(),
        lines=tuple(lines.values()),
        earlier=earlier,
        later=lines[numbers[-1]],
        differences=tuple(difference for difference in found if difference.state),
        same=sum(not difference.state for difference in found),
        refusal="Choose two different versions." if is_one else "",
    )


def word_differences(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as one, word by word; very long ones line by line, so that the page stays quick."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > _MOST_WORDS:
        old, new = _LINES.findall(before), _LINES.findall(after)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("".join(old[i1:i2]), ""))
            continue
        if i2 > i1:
            pieces.append(Piece("".join(old[i1:i2]), "removed"))
        if j2 > j1:
            pieces.append(Piece("".join(new[j1:j2]), "added"))
    return tuple(pieces)


def _differences(before: list[SnapshotItem], after: list[SnapshotItem]) -> Iterator[Difference]:
    earlier = {item["key"]: item for item in before}
    later = {item["key"]: item for item in after}
    for key, item in later.items():
        old = earlier.get(key)
        if old is None:
            yield Difference(KINDS[item["kind"]], "added", (Piece(item["text"], "added"),), ())
            continue
        notes = tuple(_notes(old, item))
        changed = bool(notes) or old["text"] != item["text"]
        pieces = word_differences(old["text"], item["text"]) if changed else ()
        yield Difference(KINDS[item["kind"]], "changed" if changed else "", pieces, notes)
    for key, item in earlier.items():
        if key not in later:
            yield Difference(KINDS[item["kind"]], "removed", (Piece(item["text"], "removed"),), ())


def _notes(old: SnapshotItem, new: SnapshotItem) -> Iterator[str]:
    """What else changed, in words."""
    if old["kind"] != new["kind"]:
        yield f"Was a {KINDS[old['kind']].lower()}, is a {KINDS[new['kind']].lower()}."
    if old["audience"] != new["audience"]:
        yield f"Who may read it: {AUDIENCES[old['audience']]}, then {AUDIENCES[new['audience']]}."
    if old["sensitive"] != new["sensitive"]:
        yield "Marked as sensitive." if new["sensitive"] else "No longer marked as sensitive."
    if old.get("strength") != new.get("strength"):
        yield f"How close: {_strength(old)}, then {_strength(new)}."
    for words, rows in (("outcomes", "outcomes"), ("organisations", "organisations")):
        before = {named["name"] for named in old[rows]}  # type: ignore[literal-required]
        after = {named["name"] for named in new[rows]}  # type: ignore[literal-required]
        if added := sorted(after - before):
            yield f"Added {words}: {', '.join(added)}."
        if removed := sorted(before - after):
            yield f"Removed {words}: {', '.join(removed)}."


def _strength(item: SnapshotItem) -> str:
    found = item.get("strength")
    return Strength(found).label if found else "unsaid"


def _line(version: ReportVersion) -> Line:
    return Line(version.number, moment_in_full(version.made_at), version.made_by.person.name)
