"""What is reported of letters after they have left, and what the words of mail servers mean."""

import re
from dataclasses import dataclass
from uuid import UUID

from kit.links import own_host
from outbox.models import MailReport
from outbox.models.letters import LONGEST_REPLY

LONGEST_ADDRESS = 254

STATUS = re.compile(r"(?<![\d.])([245])\.([0-7])\.(\d{1,3})(?![\d.]*\d)")  # 5.1.1
CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")  # 550
ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&*+/=?^_{|}~][A-Za-z0-9!#$%&*+/=?^_{|}~'.-]{0,63}"
    r"@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,188}[A-Za-z0-9])?"
)
_ENVELOPE = re.compile(r"\+([0-9a-f]{32})@", re.IGNORECASE)
_MESSAGE_ID = re.compile(
    r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([a-z0-9.-]{1,253})", re.IGNORECASE
)
_FULL = re.compile(
    r"(?:mailbox|inbox|storage|quota)[\w ]{0,30}(?:full|exceed|limit)|(?:over|exceed\w*) ?quota"
    r"|insufficient (?:system )?storage|out of storage",
    re.IGNORECASE,
)
# Refused for another reason than the reader's address: our own address, a full mailbox, a letter
# too big, time run out, its contents, the rules of the place.
_ANOTHER_REASON = re.compile(r"5\.(?:1\.[78]|2\.[23]|3\.4|4\.(?:7|300)|[67]\.\d+)")
_WHAT = MailReport.What


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was reported, of one letter or one address.

    `same` tells it from others that say the like: the report's own name, or its moment.
    """

    what: MailReport.What
    letter_key: UUID | None
    email: str
    reply: str
    message_id: str = ""
    same: str = ""


def blamed(words: str) -> MailReport.What:
    """Whether it is the address that is wrong, where a server refused for good in these words."""
    if _FULL.search(words):
        return _WHAT.SOFT
    statuses = [found[0] for found in STATUS.finditer(words)]
    telling = [status for status in statuses if not status.endswith(".0.0")] or statuses
    if telling:
        is_hard = telling[0].startswith("5") and not _ANOTHER_REASON.fullmatch(telling[0])
        return _WHAT.HARD if is_hard else _WHAT.SOFT
    code = CODE.search(words)
    is_soft = code is not None and (code[1].startswith("4") or code[1] == "552")
    return _WHAT.SOFT if is_soft else _WHAT.HARD


def address_in(text: str) -> str:
    """The first address in a text, in lower case; empty if there is none, or none we could keep."""
    found = ADDRESS.search(text)
    return found[0].lower() if found and len(found[0]) <= LONGEST_ADDRESS else ""


def letter_by_envelope(text: str) -> UUID | None:
    """The letter whose own return address stands in a text, if one does."""
    found = _ENVELOPE.search(text)
    return UUID(found[1]) if found else None


def letter_by_message_id(text: str) -> UUID | None:
    """The letter of ours whose Message-ID stands in a text, if one does."""
    named = _MESSAGE_ID.finditer(text)
    return next((UUID(one[1]) for one in named if one[2].lower() == own_host().lower()), None)


def in_short(words: str) -> str:
    """What a server said, on one line, without control characters, and not too long."""
    seen = " ".join(words[: LONGEST_REPLY * 4].split())
    return "".join(sign if sign.isprintable() else " " for sign in seen)[:LONGEST_REPLY]
