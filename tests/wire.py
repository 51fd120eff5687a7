"""What has come to the mail server of the tests, from the rows of one test."""

import re
from collections.abc import Collection
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from html import unescape
from pathlib import Path

from django.conf import settings

from local.mailbox import message_id_of
from outbox import work
from outbox.actions.bundling import bundle
from outbox.delivery.sending import deliver
from outbox.models import Letter

_MESSAGE_IDS: dict[Path, str] = {}  # of letters that were opened before


def arrived(at: datetime | None = None) -> list[EmailMessage]:
    """Sends what is due, and reads what came of this test's letters, in the order of promise.

    At a moment, if one is given: for letters that keep quiet hours.
    """
    if at:
        bundle(at=at)
        deliver(seconds=60, clock=lambda: at)
    else:
        work.deliver_now()
    return came_of_rows()


def came_of_rows() -> list[EmailMessage]:
    """What came of this test's letters so far, in the order of promise."""
    names = list(Letter.objects.order_by("pk").values_list("message_id", flat=True))
    came = kept_letters(names)
    return [came[name] for name in names if name in came]


def kept_letters(wanted: Collection[str]) -> dict[str, EmailMessage]:
    """Those letters of the tests' mailbox that are wanted, by their Message-ID.

    The mailbox holds the letters of the whole run. Each is opened once to learn its Message-ID.
    """
    folder = Path(settings.MAILBOX_DIR, "new")
    for path in folder.iterdir() if folder.exists() else ():
        if path not in _MESSAGE_IDS:
            _MESSAGE_IDS[path] = message_id_of(path.read_bytes())
    parser, sought = BytesParser(EmailMessage, policy=default), set(wanted)
    return {
        name: parser.parsebytes(path.read_bytes())
        for path, name in _MESSAGE_IDS.items()
        if name in sought and path.parent == folder
    }


def text_of(letter: EmailMessage) -> str:
    """What its reader reads as text; what mail only wraps stands on one line again."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def page_of(letter: EmailMessage) -> str:
    """The same as HTML."""
    body = letter.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def unwrapped(letter: EmailMessage) -> str:
    """Its text, a line for each paragraph."""
    return re.sub(r"(?<=[^\n ])\n(?=[^\n -])", " ", text_of(letter))


def shown(letter: EmailMessage) -> str:
    """The words that its HTML shows."""
    body = re.sub(r"<(head|style)\b.*?</\1>", " ", page_of(letter), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
