"""What a table of organisations would change in the register.

Pure: rows and lines in, a plan out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from kit.dates import in_full
from people.register_files import Fault, Line, RegisterFile, Row

MOST_CHANGES = 1_000  # kept at once
NEW = "+"  # before the name of one that the file adds, where others stand by their slugs


@dataclass(frozen=True)
class Change:
    """An organisation as it is, none if it is new, and as it would be.

    Others stand by their slugs; one that the file itself adds has none yet: see `NEW`.
    """

    number: int
    before: Row | None
    after: Row

    @property
    def key(self) -> str:
        """By what others name it: its slug, or its name if it has none yet."""
        return self.before.slug if self.before else f"{NEW}{self.after.name}"

    @property
    def words(self) -> list[str]:
        """What would change, each in a few words."""
        before, after = self.before or Row(self.after.name), self.after
        told = [
            (before.name != after.name, f"called {before.name} until now"),
            (before.kind != after.kind, f"kind: {after.kind}"),
            (before.sector != after.sector, f"sector: {after.sector or 'not said'}"),
            (before.parent != after.parent, f"part of: {after.parent.removeprefix(NEW) or 'none'}"),
            (bool(after.merged_into), f"merged into {after.merged_into}"),
            (bool(before.merged_into), "stands by itself again"),
        ]
        new, gone = set(after.aliases), set(before.aliases)
        told += [(True, f"also called {name}") for name in sorted(new - gone)]
        told += [(True, f"no longer also called {name}") for name in sorted(gone - new)]
        for name, until in after.former:
            told.append(((name, until) not in before.former, f"{name} until {in_full(until)}"))
        return [words for is_so, words in told if is_so]


@dataclass(frozen=True)
class Plan:
    """What is new, renamed or changed otherwise, how many rows stay, and what cannot be kept."""

    added: tuple[Change, ...] = ()
    renamed: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: int = 0
    faults: tuple[Fault, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """All of them: the new ones first, as others may be parts of these."""
        return self.added + self.renamed + self.changed

    @property
    def mark(self) -> str:
        """Alike for the same plan: tells whether the register has changed since it was shown."""
        return sha256(repr(self.changes).encode()).hexdigest()


class Register:
    """The rows by slug, and the living one that each name means."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = {row.slug: row for row in rows}
        self.named: dict[str, str] = {}
        for row in rows:
            for name in (*row.aliases, *(name for name, _ in row.former)):
                self.named.setdefault(name.lower(), self.living(row.slug))
        for row in sorted(rows, key=lambda row: not row.merged_into):
            self.named[row.name.lower()] = self.living(row.slug)

    def living(self, slug: str) -> str:
        """The row itself, or the last into which it was merged."""
        while self.rows[slug].merged_into:
            slug = self.rows[slug].merged_into
        return slug

    def found(self, typed: str) -> str:
        """The living one of that slug or name; an empty word if there is none."""
        return self.living(typed) if typed in self.rows else self.named.get(typed.lower(), "")


def planned(
    rows: Sequence[Row], file: RegisterFile, *, sectors: Sequence[str] = (), on: date
) -> Plan:
    """What would change if the file were kept on that day; nothing is to be kept beside faults.

    `sectors` are the names of all that an organisation may be of.
    """
    if file.faults:
        return Plan(faults=file.faults)
    register = Register(rows)
    new = {one.row.name.lower(): f"{NEW}{one.row.name}" for one in file.lines if not one.row.slug}
    known = {name.lower(): name for name in sectors}
    lines = [_with_sector(line, known) for line in file.lines]
    read = [
        line if isinstance(line, Fault) else _read(line, register, new, file.columns)
        for line in lines
    ]
    changes = [one for one in read if isinstance(one, Change)]
    faults = [one for one in read if isinstance(one, Fault)]
    different = [one for one in changes if one.before != one.after]
    if not faults:
        faults = [fault for one in different for fault in _wrong(one, register, on=on)]
        faults += [*_doubles(changes), *_named_twice(different), *_rings(different, register)]
    if len(different) > MOST_CHANGES:
        sentence = f"The file changes {len(different):,} organisations. Keep at most "
        faults.append(
            Fault(0, "", f"{sentence}{MOST_CHANGES:,} changes at once: send it in parts.")
        )
    old = [one for one in different if one.before]
    return Plan(
        tuple(one for one in different if not one.before),
        tuple(one for one in old if one.before and one.before.name != one.after.name),
        tuple(one for one in old if one.before and one.before.name == one.after.name),
        len(changes) - len(different),
        tuple(sorted(faults, key=lambda fault: fault.number)),
    )


def _with_sector(line: Line, known: Mapping[str, str]) -> Line | Fault:
    """The line with its sector as that is written, whatever the capitals."""
    typed = line.row.sector
    if not typed:
        return line
    if typed.lower() not in known:
        sentence = f"“{typed[:60]}” is no sector. Write {', '.join(known.values())}, or nothing."
        return Fault(line.number, "sector", sentence)
    return replace(line, row=replace(line.row, sector=known[typed.lower()]))


def _read(
    line: Line, register: Register, new: Mapping[str, str], columns: frozenset[str]
) -> Change | Fault:
    """The organisation that a line speaks of, as it is and as the line has it."""
    row = line.row
    slug = row.slug or register.named.get(row.name.lower(), "")
    before = register.rows.get(slug)
    if row.slug and before is None:
        sentence = f"no organisation has the slug “{row.slug}”. Leave it empty to add a new one."
        return Fault(line.number, "slug", sentence)
    if before and not row.slug and before.name.lower() != row.name.lower():
        sentence = f"“{row.name}” is {before.name} in the register. Write that name, or its slug."
        return Fault(line.number, "name", sentence)
    after = replace(before or Row(row.name), name=row.name)
    if "kind" in columns:
        after = replace(after, kind=row.kind)
    if "sector" in columns:
        after = replace(after, sector=row.sector)
    if "aliases" in columns:
        after = replace(after, aliases=row.aliases)
    if "former names" in columns:
        after = replace(after, former=tuple(sorted({*after.former, *row.former})))
    for column, typed in (("parent", row.parent), ("merged into", row.merged_into)):
        is_parent = column == "parent"
        if column not in columns or typed == (after.parent if is_parent else after.merged_into):
            continue
        meant = register.found(typed) or (new.get(typed.lower(), "") if is_parent else "")
        if typed and not meant:
            return Fault(line.number, column, f"“{typed[:60]}” is not in the register.")
        after = replace(after, parent=meant) if is_parent else replace(after, merged_into=meant)
    return Change(line.number, before, after)


def _wrong(change: Change, register: Register, *, on: date) -> Iterator[Fault]:
    """What the register forbids of one change."""
    before, after, number = change.before, change.after, change.number
    own = register.living(before.slug) if before else ""
    name = after.name.lower()
    if (before is None or before.name != after.name) and register.named.get(name, own) != own:
        owner = register.rows[register.named[name]].name
        yield Fault(number, "name", f"“{after.name}” is in the register already: it is {owner}.")
    for alias in sorted(set(after.aliases) - set(before.aliases if before else ())):
        if alias.lower() in register.named:
            owner = register.rows[register.named[alias.lower()]].name
            yield Fault(number, "aliases", f"“{alias}” is in the register already: it is {owner}.")
    yield from _wrong_with_former(change, register, on=on)
    yield from _wrong_with_merger(change)


def _wrong_with_former(change: Change, register: Register, *, on: date) -> Iterator[Fault]:
    before = change.before.former if change.before else ()
    for former, until in change.after.former:
        if (former, until) in before:
            continue
        if until >= on:
            sentence = f"{in_full(until)} is not past. Rename it when the day has come."
            yield Fault(change.number, "former names", sentence)
        elif former.lower() in register.named:
            sentence = f"“{former}” is in the register already, otherwise than here."
            yield Fault(change.number, "former names", sentence)


def _wrong_with_merger(change: Change) -> Iterator[Fault]:
    before, after = change.before, change.after
    if before is None:
        if after.merged_into:
            sentence = "a new organisation cannot be merged. Write its name among the aliases."
            yield Fault(change.number, "merged into", sentence)
        return
    parted = replace(after, merged_into=before.merged_into)
    if before.merged_into and after.merged_into not in {"", before.merged_into}:
        sentence = f"it was merged into {before.merged_into}. Take that back first."
        yield Fault(change.number, "merged into", sentence)
    elif (before.merged_into or after.merged_into) and parted != before:
        sentence = "one that is merged, or is to stand by itself again, cannot change otherwise."
        yield Fault(change.number, "merged into", sentence)
    if before.slug == after.merged_into:
        yield Fault(change.number, "merged into", "an organisation cannot be merged into itself.")


def _doubles(changes: Sequence[Change]) -> Iterator[Fault]:
    """An organisation may stand in the file once."""
    first: dict[str, int] = {}
    for one in changes:
        key = one.key.lower()
        if key in first:
            sentence = f"this is the organisation of row {first[key]} again. Take one of them out."
            yield Fault(one.number, "name", sentence)
        first.setdefault(key, one.number)


def _named_twice(changes: Sequence[Change]) -> Iterator[Fault]:
    """A name that is new may be given once."""
    given: dict[str, int] = {}
    for one in changes:
        before = one.before or Row("")
        former = [name for name, _ in set(one.after.former) - set(before.former)]
        names = [*sorted(set(one.after.aliases) - set(before.aliases)), *sorted(former)]
        if one.before and before.name.lower() != one.after.name.lower():
            names.insert(0, one.after.name)
        for name in names:
            if name.lower() in given:
                sentence = f"“{name}” is given in row {given[name.lower()]} too."
                yield Fault(one.number, "name", sentence)
            given.setdefault(name.lower(), one.number)
    for one in changes:
        if one.before is None and one.after.name.lower() in given:
            sentence = f"“{one.after.name}” is given in row {given[one.after.name.lower()]} too."
            yield Fault(one.number, "name", sentence)


def _rings(changes: Sequence[Change], register: Register) -> Iterator[Fault]:
    """Climbs from each organisation that is placed or merged, by way of all that the file says."""
    rows = {row.slug: row for row in register.rows.values()}
    rows |= {one.key: one.after for one in changes}
    for one in changes:
        start = one.key
        above, passed = _above(rows, start), {start}
        while above and above not in passed:
            passed.add(above)
            above = _above(rows, above)
        if above == start:
            column = "merged into" if one.after.merged_into else "parent"
            yield Fault(one.number, column, "in the end it would be above itself.")


def _above(rows: Mapping[str, Row], key: str) -> str:
    return rows[key].merged_into or rows[key].parent
