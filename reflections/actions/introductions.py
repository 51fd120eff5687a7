"""What one town makes of another's learning: it says that it helps, asks about it, is answered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

import audit.actions
from kit.errors import DomainError
from people.models import User
from reflections.actions.telling import tell_introduction, tell_introduction_answer
from reflections.actions.vouching import vouched_for
from reflections.models import Introduction, Item, Reuse
from reflections.policies import may_answer_introduction, may_use_learning
from reflections.queries.found import learning_to_find
from reflections.queries.introductions import challenges_of, town_that_asks
from reflections.queries.told import who_speaks_for
from towns.access import remembered
from towns.posts import Posts, posts_of


class AskedAlready(DomainError):
    """The same person asked about it before and waits for the answer, perhaps in another tab."""


class NobodyToAsk(DomainError):
    """Its author has left the town, and nobody leads it."""


class AnsweredAlready(DomainError):
    """Somebody else, or the same person in another window, answered first."""


@dataclass(frozen=True)
class Asking:
    """What is sent, and because of which challenge. `vouched`: the guard asks, and it is nobody."""

    text: str
    challenge: UUID | None = None
    vouched: bool = False


@transaction.atomic
def introduce(
    item: Item, asking: Asking, *, by: User, at: datetime, key: UUID | None = None
) -> Introduction:
    """Ask another town about what it learned. The same `key` twice is one introduction.

    Writes the introduction, that the asking town used the item, and one audit entry, and promises
    a letter to the item's author, or to who leads the town if the author has left. A challenge that
    `by` does not read, or that is another town's, is left out.

    Raises:
        PermissionDenied: `by` writes for no other town, or does not read the item.
        AskedAlready: they asked about it before and wait for the answer.
        NobodyToAsk: nobody speaks for it just now.
        MayTellWhoItIs: the guard asks about the text.
    """
    item, posts = _used_by(item, by, at=at)
    on, key = timezone.localdate(at), key or uuid4()
    known = _asked_before(item, key, by=by)
    if known is not None:
        return known
    persons = who_speaks_for(item, on=on) - {by.person_id}
    if not persons:
        raise NobodyToAsk(
            f"Nobody is in post in {item.report.town.name} just now. Ask the Programme Team."
        )
    vouched_for(asking.text, vouched=asking.vouched)
    challenges = challenges_of(by, posts, on=on)
    challenge = challenges.filter(key=asking.challenge).first() if asking.challenge else None
    sent = Introduction.objects.create(
        key=key,
        item=item,
        challenge=challenge,
        town=town_that_asks(posts, item, challenge),
        by=by,
        sent_at=at,
        text=asking.text,
    )
    Reuse.objects.bulk_create(
        [Reuse(item=item, town=sent.town, by=by, at=at)], ignore_conflicts=True
    )
    audit.actions.record("introduction.sent", about=sent, by=by, at=at)
    tell_introduction(sent, persons, at=at)
    return sent


@transaction.atomic
def answer_introduction(
    introduction: Introduction, *, text: str, by: User, at: datetime, vouched: bool = False
) -> Introduction:
    """Answer another town, once; the same words once more change nothing.

    Writes the answer and one audit entry, and promises a letter to who asked.

    Raises:
        PermissionDenied: it was not put to `by`, or is no longer.
        AnsweredAlready: another answer came first.
        MayTellWhoItIs: the guard asks about the text.
    """
    rows = Introduction.objects.select_for_update(no_key=True, of=["self"])
    found = rows.select_related("item__report__town", "by").get(pk=introduction.pk)
    if not may_answer_introduction(by, found, on=timezone.localdate(at)):
        raise PermissionDenied
    if found.answered_at is not None:
        if (found.answer, found.answered_by_id) == (text, by.pk):
            return found
        raise AnsweredAlready("This was answered meanwhile. Look at what stands there now.")
    vouched_for(text, vouched=vouched)
    found.answer, found.answered_at, found.answered_by = text, at, by
    found.save()
    audit.actions.record("introduction.answered", about=found, by=by, at=at)
    tell_introduction_answer(found, by=by, at=at)
    return found


@transaction.atomic
def say_it_helps(item: Item, *, by: User, at: datetime) -> None:
    """Count that the town of `by` uses what another one learned. Once a town; may be repeated.

    Raises PermissionDenied if `by` writes for no other town, or does not read the item.
    """
    item, posts = _used_by(item, by, at=at)
    town = town_that_asks(posts, item, None)
    _, is_new = Reuse.objects.get_or_create(item=item, town=town, defaults={"by": by, "at": at})
    if is_new:
        audit.actions.record("item.reused", about=item, by=by, at=at)


@transaction.atomic
def take_back_help(item: Item, *, by: User, at: datetime) -> None:
    """The town of `by` does not use it after all. What was asked and answered stays.

    Raises PermissionDenied if `by` writes for no other town, or does not read the item.
    """
    item, _ = _used_by(item, by, at=at)
    reuses = Reuse.objects.of_towns_of(by, on=timezone.localdate(at))
    for reuse in reuses.filter(item=item):
        reuse.delete()
        audit.actions.record("item.reuse_taken_back", about=item, by=by, at=at)


def _used_by(item: Item, by: User, *, at: datetime) -> tuple[Item, Posts]:
    """The item, held for this deed, and the posts of who may use it."""
    on = timezone.localdate(at)
    known = remembered(by, on=on)
    posts = posts_of(by, on=on) if known is None else Posts(known)
    rows = Item.objects.select_for_update(no_key=True, of=["self"]).select_related("report__town")
    found = learning_to_find(by, on=on).filter(pk=OuterRef("pk"))
    item = rows.annotate(is_found=Exists(found)).get(pk=item.pk)
    if not may_use_learning(by, item, on=on, posts=posts) or not vars(item)["is_found"]:
        raise PermissionDenied
    return item, posts


def _asked_before(item: Item, key: UUID, *, by: User) -> Introduction | None:
    """What was sent under the same key, to who sent it there."""
    waiting = Q(item=item, by=by, answered_at=None)
    rows = list(Introduction.objects.filter(Q(key=key) | waiting))
    known = next((one for one in rows if one.key == key), None)
    if known is None and rows:
        raise AskedAlready("You have asked about this already, and the answer is still to come.")
    if known is not None and (known.by_id, known.item_id) != (by.pk, item.pk):
        raise PermissionDenied
    return known
