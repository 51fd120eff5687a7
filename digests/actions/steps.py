"""What every deed of a digest shares: the row, held and asked about, and how it moves on."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from digests.models import Digest
from digests.policies import may_edit_digests
from kit.errors import DomainError
from people.models import User

State = Digest.State


class NotNow(DomainError):
    """The digest does not stand where this could be done; perhaps it moved on a moment ago."""


def held(digest: Digest) -> Digest:
    """The digest as it is now, held until the transaction ends."""
    return Digest.objects.select_for_update(no_key=True, of=["self"]).get(pk=digest.pk)


def held_for(digest: Digest, *, by: User, at: datetime) -> Digest:
    """The same, for somebody who edits digests at that moment.

    Raises:
        PermissionDenied: `by` is not of the Programme Team then.
    """
    ask(by, at=at)
    return held(digest)


def held_for_editing(digest: Digest, *, by: User, at: datetime) -> Digest:
    """The same, while it may be changed.

    Raises:
        PermissionDenied: `by` is not of the Programme Team then.
        NotNow: it is being gathered, or frozen already.
    """
    digest = held_for(digest, by=by, at=at)
    if not digest.is_edited:
        raise NotNow(f"This digest cannot be changed now: {in_words(digest)}.")
    return digest


def ask(by: User, *, at: datetime) -> None:
    """Raises PermissionDenied unless `by` edits digests at that moment."""
    if not may_edit_digests(by, on=timezone.localdate(at)):
        raise PermissionDenied


def move(digest: Digest, to: Digest.State) -> None:
    """Put a held digest into another state; the caller saves it.

    Raises:
        NotNow: it cannot go there from where it stands.
    """
    if to not in Digest.MOVES[State(digest.state)]:
        raise NotNow(f"This digest has moved on meanwhile: {in_words(digest)}.")
    digest.state = to


def in_words(digest: Digest) -> str:
    """How it stands, within a sentence."""
    return {
        State.COLLECTING: "it is being gathered",
        State.DRAFTING: "it is a draft",
        State.CHECK: "the towns check it",
        State.FREEZING: "it is being frozen",
        State.FROZEN: "it is frozen",
        State.PUBLISHED: "it is published",
        State.WITHDRAWN: "it was withdrawn",
    }[State(digest.state)]
