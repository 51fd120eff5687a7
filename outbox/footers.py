"""What stands below every letter: why it came, and how to get fewer."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse

from kit.links import link_to
from kit.words import listed
from outbox.kinds import Standing
from outbox.tokens import stop_token, why_token


def footer_of(
    letter: UUID, *, reasons: Sequence[str], person: int | None, standing: Standing
) -> str:
    """The lines below a letter, in the conventions of `outbox.layout`.

    `reasons` end the sentence "You get this because …".
    """
    because = listed(list(dict.fromkeys(reasons)))
    lines = [f"You get this because {because}."] if because else []
    lines.append(f"Why this letter came, and when:\n{why_url(letter)}")
    if person is not None and standing != Standing.DUTY:
        lines.append(f"Get fewer letters:\n{stop_url(person, standing)}")
    lines.append(f"The portal of the Local Learning Cohort: {link_to('')}")
    return "\n\n".join(lines)


def why_url(letter: UUID) -> str:
    """Where the reader of a letter learns why it came."""
    return link_to(reverse("outbox:why", args=[why_token(letter)]))


def stop_url(person: int, standing: Standing) -> str:
    """Where letters of one sort are stopped, by a person's press or by their mail provider."""
    return link_to(reverse("outbox:stop", args=[stop_token(person, standing)]))
