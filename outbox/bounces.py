"""Reads what mail servers write back of our letters: reports of delivery, and complaints.

Whatever bytes come in, a list goes out. What names no letter of ours says nothing to us, nor does
what a person answers, or their holiday notice.
"""

import hashlib
import logging
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from uuid import UUID

from outbox.models import MailReport
from outbox.reported import (
    ADDRESS,
    CODE,
    STATUS,
    Fact,
    address_in,
    blamed,
    in_short,
    letter_by_envelope,
    letter_by_message_id,
)

LARGEST = 1_000_000  # octets; what stands behind them is our own letter, sent back
MOST_EDGES = 300  # lines that may be the edge of a part: each is looked for in every line
MOST_READERS = 20
LONGEST_WORDS = 20_000  # characters of a header, or of a report in prose

_EDGES = re.compile(rb"^--\S", re.MULTILINE)
_SENT_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
_DAEMON = re.compile(r"mailer-?daemon|postmaster|mail delivery (?:sub)?system", re.IGNORECASE)
_LATE = re.compile(
    r"delayed|^warning:|not yet been delivered|will (?:continue|keep) (?:to )?try"
    r"|will be retried|still (?:trying|being retried)|no action is required",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"(?<![\d.])5\d\d[ -]|(?<![\d.])5\.[0-7]\.\d+|permanent(?:ly)? (?:error|fail)"
    r"|could ?n[o']t be delivered|undeliver|deliver\w* (?:has )?fail|failure notice"
    r"|returned to sender|user unknown|unknown user|no such (?:user|address|mailbox)",
    re.IGNORECASE,
)
_SENT_BACK = re.compile(
    r"^[> \t]*(?:Return-Path|Received|Message-ID|MIME-Version):", re.IGNORECASE | re.MULTILINE
)
_ITS_MESSAGE_ID = re.compile(
    r"^[> \t]*Message-ID:\s*(<[^<>\s]{1,200}>)", re.IGNORECASE | re.MULTILINE
)
_TAG = re.compile(r"<(?![^<>@\s]*@)[^<>]*>")  # not an address between angle brackets
_WHAT = MailReport.What

logger = logging.getLogger(__name__)


def facts_in(raw: bytes) -> list[Fact]:
    """What a letter to our bounce address reports of ours: most often one thing, or nothing."""
    raw = raw[:LARGEST]
    if len(_EDGES.findall(raw)) > MOST_EDGES:
        return []
    try:
        message = BytesParser().parsebytes(raw)
        key = _letter_of(message)
        if key is None:
            return []
        same = _header(message, "Message-ID") or hashlib.sha256(raw).hexdigest()
        return [
            Fact(what, key, email, in_short(words), same=same)
            for what, email, words in _reported(message)
        ]
    except Exception:
        logger.exception("A letter to the bounce address cannot be read")
        return []


def _letter_of(message: Message) -> UUID | None:
    """The letter that it is about: by the address it was sent to, or by what it sends back."""
    sent_to = letter_by_envelope("\n".join(_header(message, name) for name in _SENT_TO))
    if sent_to:
        return sent_to
    named = [_header(part, "Message-ID") for part in message.walk() if part is not message]
    named += [line for part in _parts(message) for line in _ITS_MESSAGE_ID.findall(_text(part))]
    named += [_header(message, "In-Reply-To"), _header(message, "References")]
    return letter_by_message_id("\n".join(named))


def _reported(message: Message) -> Iterator[tuple[MailReport.What, str, str]]:
    """What it says of whom, in which words: as a report of delivery, a complaint, or in prose."""
    parts = list(_parts(message))
    sorts = {part.get_content_type() for part in parts}
    if "message/delivery-status" in sorts:
        blocks = _blocks(parts, "message/delivery-status")
        for block in blocks[: MOST_READERS + 1]:  # the first one is of the letter as such
            if what := _by_action(block):
                yield what, _reader(block), _said(block)
    elif "message/feedback-report" in sorts:
        for block in _blocks(parts, "message/feedback-report")[:1]:
            sort = _header(block, "Feedback-Type")
            if sort.lower() != "not-spam":
                yield _WHAT.COMPLAINED, address_in(_header(block, "Original-Rcpt-To")), sort
    elif _is_a_servers(message):
        yield from _in_prose(message, parts)


def _parts(message: Message) -> Iterator[Message]:
    """Its parts, but not those of letters that are attached to it."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        yield part
        if part.get_content_maintype() == "multipart":
            waiting.extend(_inside(part))


def _inside(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _blocks(parts: list[Message], sort: str) -> list[Message]:
    """The fields of a report: those of the letter, then of each of its readers."""
    return [block for part in parts if part.get_content_type() == sort for block in _inside(part)]


def _by_action(block: Message) -> MailReport.What | None:
    """What became of a letter, by RFC 3464; by the status where a server tells no action."""
    action = _header(block, "Action").lower()
    status = _header(block, "Status")[:1]
    if action.startswith("failed") or (not action and status == "5"):
        return blamed(_said(block))
    if action.startswith("delayed") or (not action and status == "4"):
        return _WHAT.DELAYED
    return _WHAT.DELIVERED if action.startswith("delivered") else None


def _said(block: Message) -> str:
    """The status, and the words of the server that refused."""
    sort, _, words = _header(block, "Diagnostic-Code").partition(";")
    return f"{_header(block, 'Status')} {words.strip() or sort}".strip()


def _reader(block: Message) -> str:
    """Whom we wrote to, if the report knows, else whom that led to."""
    named = (_header(block, name) for name in ("Original-Recipient", "Final-Recipient"))
    return next((email for name in named if (email := address_in(name.rpartition(";")[2]))), "")


def _is_a_servers(message: Message) -> bool:
    """Whether a mail server wrote it, and not a person or their holiday notice."""
    is_told = bool(_header(message, "X-Failed-Recipients"))
    return is_told or bool(_DAEMON.search(_header(message, "From")))


def _in_prose(message: Message, parts: list[Message]) -> Iterator[tuple[MailReport.What, str, str]]:
    """What a server says that knows of no fields: by its words, above the letter it sends back."""
    subject = _header(message, "Subject")
    words = _SENT_BACK.split(next((text for part in parts if (text := _text(part))), ""))[0]
    words = " ".join(words.split())
    named = {address.lower() for address in ADDRESS.findall(words)}
    told = _header(message, "X-Failed-Recipients") or (named.pop() if len(named) == 1 else "")
    begin = min(
        (found.start() for one in (STATUS, CODE) if (found := one.search(words))), default=0
    )
    if _LATE.search(subject) or _LATE.search(words):
        yield _WHAT.DELAYED, address_in(told), words[max(begin - 100, 0) :]
    elif _FAILED.search(f"{subject}\n{words}") or _header(message, "X-Failed-Recipients"):
        yield blamed(words), address_in(told), words[max(begin - 100, 0) :]


def _text(part: Message) -> str:
    """The words of a part, if it holds any; those of a page without its tags."""
    if part.get_content_maintype() != "text":
        return ""
    payload = part.get_payload(decode=True)
    words = payload.decode(errors="replace") if isinstance(payload, bytes) else ""
    words = words[:LONGEST_WORDS]
    return _TAG.sub(" ", words) if part.get_content_subtype() == "html" else words


def _header(message: Message, name: str) -> str:
    """All headers of that name on one line, not decoded."""
    values = (str(value) for value in message.get_all(name) or ())
    return " ".join(" ".join(values).split())[:LONGEST_WORDS]
