"""Letters of a day that is not today: planned, written and sent as if it were."""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from outbox.actions.bundling import bundle
from outbox.actions.promising import promise_all
from outbox.delivery.sending import deliver
from outbox.kinds import Part, Said, kind_of
from outbox.models import Notice
from reflections.queries.reminding import plan
from tests.wire import came_of_rows

GOLDEN = Path(__file__).parent / "golden"


def sent(at: datetime) -> list[EmailMessage]:
    """All that came when what was due was sent at that moment."""
    sent_only(at)
    return came_of_rows()


def sent_only(at: datetime) -> None:
    """Sends what is due at that moment."""
    bundle(at=at)
    deliver(seconds=20, clock=lambda: at)


def planned(at: datetime) -> int:
    """Promises what this room finds due at that moment; returns how many notices are new."""
    return promise_all([due.promise for due in plan(at).due], at=at)


def planned_and_sent(*moments: datetime) -> list[EmailMessage]:
    """All that came when what was due was planned and sent at each of these moments."""
    for at in moments:
        planned(at)
        sent_only(at)
    return came_of_rows()


def said(notices: Sequence[Notice], *, at: datetime) -> list[Said]:
    """What each of these notices, all of one kind, would say at that moment."""
    kind = kind_of(notices[0].kind)
    assert kind is not None
    assert kind.compose is not None
    found = kind.compose(notices, at=at)
    return [found[notice.pk] for notice in notices]


def as_file(one: Part) -> str:
    """A part of a letter as it is kept for comparison: subject, text, reason."""
    return f"{one.subject}\n\n{one.text}\n\n-- because {one.reason}\n"


def golden_letter(name: str) -> str:
    """What a letter of that name ought to say."""
    text = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    return text.replace("BASE_URL", settings.BASE_URL).replace("CONTACT", settings.CONTACT_EMAIL)


def part(kind: str, *, at: datetime) -> Part:
    """What the only notice of a kind would say at that moment."""
    (one,) = said([Notice.objects.get(kind=kind)], at=at)
    assert isinstance(one, Part)
    return one


def why_not(kind: str, *, at: datetime) -> str:
    """Why the only notice of a kind would not be told at that moment."""
    (one,) = said([Notice.objects.get(kind=kind)], at=at)
    assert not isinstance(one, Part)
    return one.why
