"""An edition is published, or withdrawn when that was a mistake; its readers are told once."""

from datetime import datetime

from django.db import transaction

import audit.actions
from digests.actions.freezing import refuse_recalled, standing_edition
from digests.actions.steps import NotNow, State, held_for, in_words, move
from digests.models import Digest, Edition, Passage, Telling
from digests.nudging import nudge
from people.models import User
from reflections.actions.group_questions import close_group_questions
from reflections.models import GroupQuestion


@transaction.atomic
def publish(digest: Digest, *, by: User, at: datetime) -> Edition:
    """Let everybody who reads digests read the frozen edition, and tell them.

    Whether each passage may be shown is asked once more: days lie between freezing and publishing.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: it is not frozen, or was published a moment ago.
        NotToBePublished: of some passages the town or the speaker says no by now.
    """
    digest = held_for(digest, by=by, at=at)
    move(digest, State.PUBLISHED)
    edition = standing_edition(digest)
    refuse_recalled(digest, at=at, is_frozen=True)
    edition.published_at = at
    edition.save()
    digest.published_at, digest.published_by = at, by
    digest.withdrawn_at, digest.withdrawn_by, digest.withdrawn_why = None, None, ""
    digest.save()
    facts = {"edition": edition.number}
    audit.actions.record("digest.published", about=digest, by=by, at=at, facts=facts)
    answered = GroupQuestion.objects.filter(
        pk__in=Passage.objects.kept().filter(section__digest=digest).values("question")
    )
    close_group_questions(list(answered), at=at, by=by)
    begin_telling(edition, Telling.Sort.PUBLISHED, at=at)
    return edition


@transaction.atomic
def withdraw(digest: Digest, why: str, *, by: User, at: datetime) -> Digest:
    """Take a published edition back: its address says so and why, and nobody reads it any more.

    Letters that left cannot be recalled; those who got one, or read it, are told once.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: it is not published.
    """
    digest = held_for(digest, by=by, at=at)
    move(digest, State.WITHDRAWN)
    edition = standing_edition(digest)
    edition.discarded_at, edition.withdrawn_why = at, why
    edition.save()
    digest.withdrawn_at, digest.withdrawn_by, digest.withdrawn_why = at, by, why
    digest.save()
    Telling.objects.filter(edition__digest=digest, done_at=None).update(
        phase=Telling.Phase.DONE, done_at=at, changed_at=at
    )
    audit.actions.record("digest.withdrawn", about=digest, by=by, at=at)
    begin_telling(edition, Telling.Sort.WITHDRAWN, at=at)
    return digest


@transaction.atomic
def reopen(digest: Digest, *, by: User, at: datetime) -> Digest:
    """Take a withdrawn digest back to the towns' check, so that a right one can be published.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: it is not withdrawn.
    """
    digest = held_for(digest, by=by, at=at)
    if digest.state != State.WITHDRAWN:
        raise NotNow(f"Only a withdrawn digest is opened again: {in_words(digest)}.")
    move(digest, State.CHECK)
    digest.save()
    audit.actions.record("digest.reopened", about=digest, by=by, at=at)
    return digest


def begin_telling(edition: Edition, sort: str, *, at: datetime) -> None:
    """Let the worker tell of an edition, a few people at a time, its readers first."""
    Telling.objects.create(edition=edition, sort=sort, phase=Telling.Phase.READERS, began_at=at)
    transaction.on_commit(nudge)
