"""Leads Django's way of sending mail into the outbox: who calls `send_mail` promises a letter."""

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives  # noqa: TID251 -- this is where it is led in
from django.core.mail.backends.base import BaseEmailBackend  # noqa: TID251 -- the same
from django.utils import timezone

from outbox.actions.promising import write
from outbox.kinds import Doubt, Kind, Standing, register

MESSAGE = Kind(
    name="outbox/message",
    title="Letter of another program",
    standing=Standing.DUTY,
    routine=False,
    doubt=Doubt.ASK,
    rule="When a part of the portal writes a letter that has no kind of its own.",
)
register(MESSAGE)


class OutboxBackend(BaseEmailBackend):
    """Promises each message to each of its readers, one letter apiece; nothing is sent here."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Promise them; returns how many messages there were."""
        at = timezone.now()
        for message in email_messages:
            html = ""
            if isinstance(message, EmailMultiAlternatives):
                pages = [content for content, sort in message.alternatives if sort == "text/html"]
                html = str(pages[0]) if pages else ""
            for address in message.recipients():
                write(
                    MESSAGE.name,
                    to=address,
                    subject=str(message.subject),
                    text=str(message.body),
                    html=html,
                    about="outbox.message:0",
                    at=at,
                )
        return len(email_messages)
