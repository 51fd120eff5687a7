"""Plays how letters come about, and reads them as they came over the wire."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from django.db import transaction

from outbox.actions.bundling import bundle
from outbox.delivery.sending import deliver
from outbox.models import Letter, Notice
from people.models import User
from tests.letters.rows import NOW, ROWS
from tests.wire import kept_letters

type Deed = Callable[[], tuple[str, datetime]]


@dataclass(frozen=True)
class Scene:
    """How a letter comes about. `deed` does it, and says to whom and when the letter leaves.

    Of all that is promised then, only notices of these kinds are told.
    """

    kinds: tuple[str, ...]
    deed: Deed


@dataclass(frozen=True)
class Posted:
    """A letter as it was sent, and what came.

    `strangers` are those of its notices of which the table of rows knows no like.
    """

    kinds: tuple[str, ...]
    letter: Letter
    strangers: list[str]
    message: EmailMessage


def account(address: str) -> User:
    """One of the demonstration's people."""
    return User.objects.select_related("person").get(email=f"{address}@example.org")


def posted(scenes: Mapping[str, Scene]) -> dict[str, Posted]:
    """The letters of these scenes, each played from the same beginning."""
    sent: dict[str, tuple[Letter, list[str]]] = {}
    for name, scene in scenes.items():
        with transaction.atomic():
            sent[name] = _played(scene)
            transaction.set_rollback(True)
    came = kept_letters({letter.message_id for letter, _ in sent.values()})
    return {
        name: Posted(scenes[name].kinds, letter, strangers, came[letter.message_id])
        for name, (letter, strangers) in sent.items()
    }


def _played(scene: Scene) -> tuple[Letter, list[str]]:
    address, at = scene.deed()
    person = User.objects.filter(email=address).values_list("person", flat=True).first()
    waiting = Notice.objects.filter(state=Notice.State.WAITING)
    waiting.exclude(kind__in=scene.kinds, person=person).delete()
    bundle(at=at)
    deliver(seconds=20, clock=lambda: at)
    letters = Letter.objects.filter(state=Letter.State.ACCEPTED, to=address)
    letter = letters.filter(notices__kind__in=scene.kinds).last()
    assert letter, (scene, address, at, list(Notice.objects.values("kind", "state", "reason")))
    return letter, [str(one) for one in letter.notices.all() if not _is_known(one, at=at)]


def _is_known(notice: Notice, *, at: datetime) -> bool:
    """Whether a notice that was really promised is like one of `ROWS`, if it composes."""
    return notice.kind not in ROWS or any(
        row.about == notice.about
        and row.facts == notice.facts
        and row.occasion in {NOW, notice.occasion}
        for row in ROWS[notice.kind](at)
    )


def scene(kind: str, deed: Deed) -> Scene:
    """How a letter of one kind comes about."""
    return Scene((kind,), deed)
