"""Writes letters at the moment of sending.

Asks of every notice whether it is still wanted, and what it says now; then puts the parts of one
person's day into one letter.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kit.text import settled_line, without_unstorable
from outbox.delivery.steps import Written
from outbox.footers import footer_of
from outbox.kinds import (
    Kind,
    Part,
    Recipient,
    Said,
    Standing,
    Unneeded,
    kind_of,
    recipients,
)
from outbox.models import Letter, Notice, Preference

REFUSED: Mapping[str, Collection[Standing]] = {
    Preference.Choice.ALL: (),
    Preference.Choice.OWED: (Standing.NEWS,),
    Preference.Choice.DUTY: (Standing.NEWS, Standing.REMINDER),
}
LEFT_OUT = Unneeded("What it would tell is not there any more.")
TOO_LATE = Unneeded("It was too late to be of use.")
LONGEST_SUBJECT = 200  # signs

logger = logging.getLogger(__name__)


@dataclass
class Draft:
    """A letter about to leave: its notices, what each says, and to whom."""

    letter: Letter
    at: datetime
    notices: list[Notice] = field(default_factory=list)
    said: dict[int, Said] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    recipient: Recipient | None = None

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of its notices that are known."""
        return [kind for notice in self.notices if (kind := kind_of(notice.kind))]

    @property
    def parts(self) -> list[tuple[Kind, Part]]:
        """What it says, in order: the kinds by rank, within each as promised."""
        found = [
            (kind, notice.pk, said)
            for notice in self.notices
            if isinstance(said := self.said.get(notice.pk), Part) and (kind := kind_of(notice.kind))
        ]
        found.sort(key=lambda one: (one[0].rank, one[1]))
        return [(kind, said) for kind, _, said in found]

    @property
    def unneeded(self) -> dict[int, str]:
        """Why each of the other notices is not told, by its number."""
        return {pk: said.why for pk, said in self.said.items() if isinstance(said, Unneeded)}

    @property
    def standing(self) -> Standing:
        """What its reader can stop: reminders if it holds one, else news, else nothing."""
        found = {kind.standing for kind, _ in self.parts}
        return next(
            (one for one in (Standing.REMINDER, Standing.NEWS) if one in found), Standing.DUTY
        )

    @property
    def is_secret(self) -> bool:
        """Its words are forgotten once it is settled."""
        return any(kind.secret for kind in self.kinds)


def drafts_of(letters: Sequence[Letter], *, at: datetime) -> list[Draft]:
    """The letters' drafts as things stand: a few statements for each kind, however many letters."""
    drafts = {letter.pk: Draft(letter, at) for letter in letters}
    by_kind: defaultdict[str, list[Notice]] = defaultdict(list)
    rows = Notice.objects.filter(letter__in=list(drafts), state=Notice.State.BUNDLED)
    for notice in rows.order_by("pk"):
        if notice.letter_id is not None:
            drafts[notice.letter_id].notices.append(notice)
            by_kind[notice.kind].append(notice)
    said: dict[int, Said] = {}
    faults: dict[int, str] = {}
    for name, notices in by_kind.items():
        late = [one for one in notices if one.useful_until and one.useful_until <= at]
        said.update({notice.pk: TOO_LATE for notice in late})
        _ask(kind_of(name), [one for one in notices if one.pk not in said], said, faults, at=at)
    _refuse(drafts.values(), said)
    composed = {row.person for row in letters if row.person is not None and row.is_composed}
    found = recipients(sorted(composed))
    for draft in drafts.values():
        numbers = [notice.pk for notice in draft.notices]
        draft.said = {pk: said[pk] for pk in numbers if pk in said}
        draft.faults = {pk: faults[pk] for pk in numbers if pk in faults}
        draft.recipient = _recipient(draft.letter, found)
    return list(drafts.values())


def written(draft: Draft) -> Written:
    """The words of a letter: those it was promised with, or what its parts say now.

    `draft` has a recipient, and parts unless its words stand.
    """
    letter, recipient = draft.letter, draft.recipient
    if recipient is None:
        raise ValueError("A letter without a reader cannot be written.")
    written_at = letter.written_at or draft.at
    if not letter.is_composed:
        subject = _short(letter.subject)
        return Written(recipient.email, subject, letter.text, letter.footer, written_at)
    parts = [part for _, part in draft.parts]
    text = without_unstorable(f"Dear {recipient.name},\n\n{_together(parts)}")
    footer = footer_of(
        letter.key,
        reasons=[part.reason for part in parts],
        person=letter.person,
        standing=draft.standing,
    )
    calendar = next((part.calendar for part in parts if part.calendar), None)
    return Written(recipient.email, _short(_subject(parts)), text, footer, written_at, calendar)


def _ask(
    kind: Kind | None,
    notices: Sequence[Notice],
    said: dict[int, Said],
    faults: dict[int, str],
    *,
    at: datetime,
) -> None:
    """What the notices of one kind say. If one of them fails, each is asked by itself."""
    if kind is None:
        said.update(dict.fromkeys((notice.pk for notice in notices), LEFT_OUT))
        return
    if kind.compose is None or not notices:
        return
    try:
        answers = kind.compose(notices, at=at)
    except Exception as fault:
        if len(notices) > 1:
            for notice in notices:
                _ask(kind, [notice], said, faults, at=at)
            return
        logger.exception("Notice %s of kind %s cannot be told", notices[0].pk, kind.name)
        faults[notices[0].pk] = f"It could not be written: {type(fault).__name__}."
    else:
        said.update({notice.pk: answers.get(notice.pk, LEFT_OUT) for notice in notices})


def _refuse(drafts: Collection[Draft], said: dict[int, Said]) -> None:
    """Leave out what the readers chose not to get."""
    persons = {draft.letter.person for draft in drafts if draft.letter.person is not None}
    rows = Preference.objects.filter(person__in=persons).exclude(choice=Preference.Choice.ALL)
    chosen = dict(rows.values_list("person", "choice"))
    for draft in drafts:
        choice = chosen.get(draft.letter.person) if draft.letter.person is not None else None
        if choice is None:
            continue
        for notice in draft.notices:
            kind = kind_of(notice.kind)
            if kind and kind.standing in REFUSED[choice] and isinstance(said.get(notice.pk), Part):
                wish = Preference.Choice(choice).label.lower()
                said[notice.pk] = Unneeded(f"Its reader chose to get {wish}.")


def _recipient(letter: Letter, found: Mapping[int, Recipient]) -> Recipient | None:
    if not letter.is_composed:
        return Recipient("", letter.to)
    return found.get(letter.person) if letter.person is not None else None


def _subject(parts: Sequence[Part]) -> str:
    more = len(parts) - 1
    return f"{parts[0].subject}, and {more} more" if more else parts[0].subject


def _short(subject: str) -> str:
    """On one line that a header holds."""
    line = settled_line(without_unstorable(subject))
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1]}…"


def _together(parts: Sequence[Part]) -> str:
    """The parts one below the other, each under its subject if there are several."""
    if len(parts) == 1:
        return parts[0].text
    headed = [f"{part.subject}\n{'-' * len(part.subject)}\n\n{part.text}" for part in parts]
    return "\n\n".join(headed)
