"""What an author says of a learning moment some months later."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from people.models import User
from reflections.actions.vouching import vouched_for
from reflections.models import Echo, Item
from reflections.policies import may_echo
from reflections.queries.echoes import asked_about


class NotAsked(DomainError):
    """The item is not asked about now, or the next time has come since the page was made."""


@dataclass(frozen=True)
class Said:
    """What an author says, and after how many months they were asked.

    Without a line the one that stands there stays. `vouched`: what the guard finds in it is about
    no resident.
    """

    answer: Echo.Answer
    time: int
    line: str | None = None
    vouched: bool = False


@transaction.atomic
def answer_echo(item: Item, said: Said, *, by: User, at: datetime) -> Echo:
    """Say whether a learning moment is still true, or say it anew while the time lasts.

    A line goes as far as the item, so one of which the guard asks is kept only if its author has
    vouched for it. Writes the echo and one audit entry; the same words once more change nothing.

    Raises:
        PermissionDenied: `by` is not its author, or not in post in its town.
        NotAsked: it is not asked about, or not at this time any more.
        MayTellWhoItIs: the guard asks about the line.
    """
    rows = Item.objects.select_for_update(no_key=True, of=["self"])
    asked = asked_about(at=at, time=said.time).filter(pk=OuterRef("pk"))
    found = rows.select_related("report__town").annotate(is_asked=Exists(asked))
    item = found.get(pk=item.pk)
    if not may_echo(by, item, on=timezone.localdate(at)):
        raise PermissionDenied
    if not vars(item)["is_asked"]:
        raise NotAsked("This is not asked any more. What you said before stays as it was.")
    known = Echo.objects.filter(item=item, months=said.time).first()
    echo = known or Echo(item=item, months=said.time)
    before = (echo.answer, echo.line, echo.vouched)
    if said.line is not None and said.line != echo.line:
        echo.line, echo.vouched = said.line, vouched_for(said.line, vouched=said.vouched)
    echo.answer = said.answer
    if known is not None and before == (echo.answer, echo.line, echo.vouched):
        return known
    echo.by, echo.at = by, at
    echo.save()
    audit.actions.record("item.echo_answered", about=item, by=by, at=at)
    return echo
