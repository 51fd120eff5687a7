"""A letter as bytes: the same at every attempt."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from outbox import layout
from outbox.delivery.steps import Written
from outbox.footers import stop_url
from outbox.kinds import Recipient, Standing
from outbox.models import Letter

LONGEST_LINE = 998  # octets, by RFC 5321
UNFOLDED = 900  # signs: the address of List-Unsubscribe must stand on one line
LONGEST_TO = 320  # octets of a To header that every provider takes
LISTS = {Standing.REMINDER: "reminders", Standing.NEWS: "news", Standing.DUTY: "account"}
_POLICY = SMTP.clone(max_line_length=UNFOLDED)


def raw_letter(
    letter: Letter,
    words: Written,
    *,
    recipient: Recipient,
    standing: Standing,
    takes_8bit: bool,
) -> bytes:
    """The whole letter: headers, text, and the same as HTML. Lines end with CR LF.

    Raises:
        ValueError: a header would hold what none can.
    """
    message = EmailMessage(policy=_POLICY)
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message["From"] = Address(name, addr_spec=sender)
    message["To"] = _to(recipient.name, words.to)
    message["Subject"] = " ".join(words.subject.split())
    message["Date"] = format_datetime(timezone.localtime(words.written_at))
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    message["List-Id"] = f"<{LISTS[standing]}.{host}>"
    if sender != settings.CONTACT_EMAIL:
        message["Reply-To"] = settings.CONTACT_EMAIL
    if letter.person is not None and standing != Standing.DUTY:
        message["List-Unsubscribe"] = f"<{stop_url(letter.person, standing)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    text = layout.plain(text=words.text, footer=words.footer)
    page = letter.html or layout.page(subject=words.subject, text=words.text, footer=words.footer)
    message.set_content(text, cte=_encoding(text, takes_8bit=takes_8bit))
    message.add_alternative(page, subtype="html", cte=_encoding(page, takes_8bit=takes_8bit))
    message.set_boundary(f"=_{letter.key.hex}")
    return message.as_bytes()


def _to(name: str, email: str) -> Address | str:
    """The reader by name and address; by address alone where the name would not fit a header."""
    try:
        found = Address(name, addr_spec=email)
    except ValueError:
        return email
    return found if name and len(str(found).encode()) <= LONGEST_TO else Address(addr_spec=email)


def _encoding(text: str, *, takes_8bit: bool) -> str:
    """As it is where the lines are short and the server takes it; else wrapped for old relays."""
    fits = all(len(line.encode()) < LONGEST_LINE for line in text.splitlines())
    if fits and text.isascii():
        return "7bit"
    return "8bit" if fits and takes_8bit else "quoted-printable"
