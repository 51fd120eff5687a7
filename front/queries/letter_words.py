"""How letters, notices and attempts stand, in the words of the office."""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from kit.dates import moment_in_full
from kit.words import listed
from outbox.kinds import kind_of
from outbox.models import Attempt, Letter, Notice

State = Letter.State


@dataclass(frozen=True, slots=True)
class Standing:
    """A state: a word with its tag, and a sentence that says more."""

    word: str
    tag: str
    sentence: str


_WORDS = MappingProxyType(
    {
        State.ACCEPTED: ("Sent", "met"),
        State.FAILED: ("Refused", "late"),
        State.ASIDE: ("Set aside", "late"),
        State.NOT_NEEDED: ("Not needed", "excused"),
        State.EXPIRED: ("Too late", "excused"),
        State.SUPPRESSED: ("Not reached", "late"),
    }
)
_NOTICES = MappingProxyType(
    {
        Notice.State.WAITING: "Waits for its letter",
        Notice.State.HELD: "Held for a person to look at",
        Notice.State.BUNDLED: "In this letter",
        Notice.State.TOLD: "Told",
        Notice.State.NOT_NEEDED: "Not needed",
        Notice.State.EXPIRED: "Too late",
        Notice.State.FAILED: "Not told",
    }
)
_PHASES = MappingProxyType(
    {
        "line": "The mail server could not be reached",
        "mail": "The mail server would not take letters from us",
        "rcpt": "The mail server was asked to take a letter to this address",
        "data": "The mail server was asked to take the text",
        "body": "The text was on its way",
        "dot": "The whole letter was handed over",
    }
)


def standing(letter: Letter, *, at: datetime) -> Standing:
    """How a letter stands at a moment."""
    if letter.state == State.DATA_OPEN and letter.lease_until and letter.lease_until < at:
        opened = f" at {moment_in_full(letter.data_opened_at)}" if letter.data_opened_at else ""
        why = "The mail server's answer was lost: nobody can say yet whether it has the letter."
        return Standing("In doubt", "late", f"Handed over{opened}. {why}")
    if letter.state in (State.LEASED, State.DATA_OPEN):
        return Standing("Being sent", "due", "It is being handed to the mail server just now.")
    if letter.state == State.READY:
        return Standing("Waiting", "due", _waiting(letter, at=at))
    if letter.state == State.ACCEPTED and letter.bounced_at:
        told = f"It came back: reported on {moment_in_full(letter.bounced_at)}."
        return Standing("Came back", "late", f"{_sent(letter)} {told}")
    word, tag = _WORDS[State(letter.state)]
    sentence = _sent(letter) if letter.state == State.ACCEPTED else letter.reason
    return Standing(word, tag, sentence)


def _waiting(letter: Letter, *, at: datetime) -> str:
    if letter.attempts:
        tries = "once" if letter.attempts == 1 else f"{letter.attempts} times"
        return f"Tried {tries}; next not before {moment_in_full(letter.not_before)}."
    if letter.not_before > at:
        return f"It can leave from {moment_in_full(letter.not_before)} on."
    return f"It has been due since {moment_in_full(letter.not_before)}."


def _sent(letter: Letter) -> str:
    if letter.accepted_at is None:
        return ""
    return f"The mail server took it on {moment_in_full(letter.accepted_at)}."


def notice_word(notice: Notice) -> str:
    """How a notice stands, in a word or two."""
    return _NOTICES[Notice.State(notice.state)]


def phase_words(attempt: Attempt) -> str:
    """How far an attempt came."""
    return _PHASES.get(attempt.phase, attempt.phase)


def title_of(kind: str) -> str:
    """The name of a kind; of one that no room knows any more, its key."""
    found = kind_of(kind)
    return found.title if found else kind


def is_secret(kind: str) -> bool:
    """Whether nobody but its reader sees the words of letters of this kind."""
    found = kind_of(kind)
    return found is not None and found.secret


def what_of(letter: Letter, kinds: list[str]) -> str:
    """What a letter is about: its subject, or what its kinds are called."""
    if letter.subject and not any(map(is_secret, kinds)):
        return letter.subject
    return listed(list(dict.fromkeys(title_of(kind) for kind in kinds))) or "Empty letter"
