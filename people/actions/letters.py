"""Letters about somebody's account, written at once: they leave when the deed is stored."""

from datetime import datetime, timedelta

from allauth.account import app_settings
from django.db import transaction

from outbox.actions.promising import write
from outbox.models import Letter, Notice
from people.letters import sort_of, words_of
from people.models import Invitation, User

CODE = "account/email/login_code"


def write_to_account(
    template: str,
    *,
    to: str,
    user: User | None,
    at: datetime,
    **context: object,
) -> Letter | None:
    """Write to an account's address, or to one that is to be or was: a code, a change.

    A letter with a `code` is worth nothing once the code has ended, and does not leave then.
    """
    sort = sort_of(template)
    subject, text = words_of(template, {"person": user.person if user else None, **context})
    lasts = timedelta(seconds=app_settings.LOGIN_BY_CODE_TIMEOUT)
    return write(
        sort.kind.name,
        to=to,
        subject=subject,
        text=text,
        about=user or "people.user:0",
        person=user.person_id if user else None,
        reasons=[sort.reason],
        useful_until=at + lasts if "code" in context else None,
        at=at,
    )


@transaction.atomic
def write_to_nobody(*, to: str, at: datetime) -> None:
    """Take the time that a code takes, for an address that nobody here has; nothing is left of it.

    Whoever asks for a code cannot tell by the clock who has an account.
    """
    letter = write_to_account(CODE, to=to, user=None, at=at, code="")
    numbers = [letter.pk] if letter else []
    for rows in (Notice.objects.filter(letter__in=numbers), Letter.objects.filter(pk__in=numbers)):
        rows._raw_delete(rows.db)  # noqa: SLF001 -- one statement each: nothing hangs on them


def write_invitation(invitation: Invitation, *, url: str, until: datetime, at: datetime) -> None:
    """Write to somebody how to open their account; the secret address is in this letter alone."""
    template = "people/mail/invitation"
    sort = sort_of(template)
    subject, text = words_of(template, {"invitation": invitation, "url": url})
    write(
        sort.kind.name,
        to=invitation.email,
        subject=subject,
        text=text,
        about=invitation,
        occasion="opened",
        person=invitation.person_id,
        reasons=[sort.reason],
        useful_until=until,
        at=at,
    )
