"""A letter as bytes: the same at every attempt.

Put together by hand: Python's `email` takes ten times as long, and folds addresses of links.
"""

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterable, Iterator
from email.header import Header
from email.utils import format_datetime, parseaddr, quote

from django.conf import settings
from django.utils import timezone

from kit.links import own_host
from outbox import layout
from outbox.delivery.steps import Written
from outbox.footers import stop_url
from outbox.kinds import Recipient, Standing
from outbox.models import Letter

EOL = "\r\n"
LONGEST_LINE = 998  # octets, by RFC 5321
LONGEST_NAME = 200  # octets of a reader's name that every provider takes
LISTS = {Standing.REMINDER: "reminders", Standing.NEWS: "news", Standing.DUTY: "account"}
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_LINE_ENDINGS = re.compile("\r\n|\r|\n")
_FITTING = re.compile(rf"[ -~]{{1,{LONGEST_LINE - 60}}}(?:\r\n [ -~]{{1,76}})*")


def raw_letter(
    letter: Letter,
    words: Written,
    *,
    recipient: Recipient,
    standing: Standing,
    takes_8bit: bool,
) -> bytes:
    """The whole letter: headers, text, and the same as HTML. Lines end with CR LF.

    A calendar object follows as a third form of the same, and once more as a file.

    Raises:
        ValueError: a header would hold what none can.
    """
    text = layout.plain(text=words.text, footer=words.footer)
    page = letter.html or layout.page(subject=words.subject, text=words.text, footer=words.footer)
    boundary = f"=_{letter.key.hex}"
    headers = [*_headers(letter, words, recipient), *_list_headers(letter, standing)]
    lines = [*(f"{name}: {_fitting(value)}" for name, value in headers), "MIME-Version: 1.0"]
    forms = [
        _part("plain", text, takes_8bit=takes_8bit),
        _part("html", page, takes_8bit=takes_8bit),
    ]
    if words.calendar is None:
        body = _several("alternative", boundary, forms)
    else:
        forms.append(_coded(words.calendar.content_type, words.calendar.content))
        kept = f'attachment; filename="{_fitting(words.calendar.file_name)}"'
        file = _coded(words.calendar.file_type, words.calendar.content, kept_as=kept)
        # No beginning of one boundary is the other: some readers look no further.
        body = _several(
            "mixed", f"=_mixed_{letter.key.hex}", [_several("alternative", boundary, forms), file]
        )
    return EOL.join([*lines, ""]).encode() + body


def _headers(letter: Letter, words: Written, recipient: Recipient) -> Iterator[tuple[str, str]]:
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    yield "From", _mailbox(name, sender)
    if not _ADDRESS.fullmatch(words.to):
        raise ValueError("What should be an address is none.")
    yield "To", _mailbox(recipient.name, words.to)
    yield "Subject", _encoded(words.subject)
    yield "Date", format_datetime(timezone.localtime(words.written_at))
    yield "Message-ID", letter.message_id
    if sender != settings.CONTACT_EMAIL:
        yield "Reply-To", settings.CONTACT_EMAIL
    yield "Auto-Submitted", "auto-generated"
    yield "X-Auto-Response-Suppress", "All"


def _list_headers(letter: Letter, standing: Standing) -> Iterator[tuple[str, str]]:
    """Of which sort it is, and how its reader stops the like of it (RFC 8058)."""
    yield "List-Id", f"<{LISTS[standing]}.{own_host()}>"
    if letter.person is not None and standing != Standing.DUTY:
        yield "List-Unsubscribe", f"<{stop_url(letter.person, standing)}>"
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _mailbox(name: str, address: str) -> str:
    """Name and address; the address alone where the name is none that a header should hold."""
    name = " ".join(name.split())
    if not name or not name.isprintable() or len(name.encode()) > LONGEST_NAME:
        return address
    return f'"{quote(name)}" <{address}>' if _is_plain(name) else f"{_encoded(name)} <{address}>"


def _is_plain(words: str) -> bool:
    """Whether it may stand in a header as it is: what looks as if coded would be decoded there."""
    return words.isascii() and words.isprintable() and "=?" not in words


def _encoded(words: str) -> str:
    """As it stands, or in the code of RFC 2047."""
    if _is_plain(words):
        return words
    return Header(words, "utf-8", maxlinelen=75, header_name="Subject").encode(linesep=EOL)


def _fitting(value: str) -> str:
    if not _FITTING.fullmatch(value):
        raise ValueError("A header cannot hold it.")
    return value


def _several(subtype: str, boundary: str, parts: Iterable[bytes]) -> bytes:
    """Parts one after the other, with the header that says where each begins."""
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"{EOL}'.encode()
    between = f"{EOL}--{boundary}".encode()
    return b"".join([head, *(between + b"\r\n" + part for part in parts), between, b"--\r\n"])


def _coded(content_type: str, content: bytes, *, kept_as: str = "") -> bytes:
    """Bytes that must arrive as they are, in lines of 76 signs."""
    head = [f"Content-Type: {_fitting(content_type)}", "Content-Transfer-Encoding: base64"]
    head += [f"Content-Disposition: {kept_as}"] if kept_as else []
    coded = encodebytes(content).replace(b"\n", b"\r\n")
    return EOL.join([*head, "", ""]).encode() + coded


def _part(subtype: str, text: str, *, takes_8bit: bool) -> bytes:
    """As it is where its lines are short and the server takes it; else wrapped for old relays."""
    body = _LINE_ENDINGS.sub(EOL, text.rstrip("\r\n")).encode()
    is_plain, fits = body.isascii(), max(map(len, body.split(b"\r\n"))) <= LONGEST_LINE
    encoding = "7bit" if is_plain else "8bit"
    if not fits or not (is_plain or takes_8bit):
        encoding, body = "quoted-printable", b2a_qp(body, istext=True)
    head = (
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return head.encode() + body
