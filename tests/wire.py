"""What has come to the mail server of the tests, from the rows of one test."""

import mailbox
import re
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from html import unescape

from django.conf import settings

from outbox import work
from outbox.actions.bundling import bundle
from outbox.delivery.sending import deliver
from outbox.models import Letter


def arrived(at: datetime | None = None) -> list[EmailMessage]:
    """Sends what is due, and reads what came of this test's letters, in the order of promise.

    At a moment, if one is given: for letters that keep quiet hours.
    """
    if at:
        bundle(at=at)
        deliver(seconds=60, clock=lambda: at)
    else:
        work.deliver_now()
    order = {letter.message_id: letter.pk for letter in Letter.objects.order_by("pk")}
    found: dict[int, EmailMessage] = {}
    kept = mailbox.Maildir(settings.MAILBOX_DIR)
    for key in kept.keys():  # noqa: SIM118 -- a Maildir iterates over letters
        letter = BytesParser(EmailMessage, policy=default).parsebytes(kept.get_bytes(key))
        if str(letter["Message-ID"]) in order:
            found[order[str(letter["Message-ID"])]] = letter
    return [found[number] for number in sorted(found)]


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
