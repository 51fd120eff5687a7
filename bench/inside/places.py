"""Where a page is in this database, and who asks for it; here those of digests and learning."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from bench import pages
from bench.pages import Page
from digests.actions.publishing import reopen, withdraw
from digests.content import Depth
from digests.models import Digest, EditionPart
from people.models import User
from towns.models import Group, Outcome, Tenure

A_WORD = "council"  # as it stands in many texts of the demonstration


@dataclass(frozen=True)
class Place:
    """A page, its address, and who asks for it."""

    page: Page
    path: str
    user: User
    fields: Mapping[str, str] = field(default_factory=dict)
    row: int = 0


def places_of_digests(member: User) -> list[Place]:
    """The newest published digest as a group reads it, and an older one on the team's desk."""
    newest, *_, oldest = Digest.objects.filter(state=Digest.State.PUBLISHED).order_by("-quarter")
    _as_a_draft(oldest, by=member)
    parts = EditionPart.objects.filter(edition__digest=newest, town__isnull=False)
    town = parts.earliest("pk").town
    group = Group.objects.get(kind=Group.Kind.STEERING, town=town)
    on_group = Tenure.objects.active(on=timezone.localdate()).filter(group=group)
    director = User.objects.filter(person__tenures__in=on_group).earliest("pk")
    read, desk = newest.get_absolute_url(), reverse("digests:desk", args=[oldest.quarter])
    slug = town.slug if town else ""
    return [
        Place(pages.DIGESTS_LISTED, reverse("digests:digests"), director),
        Place(pages.DIGEST_IN_BRIEF, read, director),
        Place(pages.DIGEST_ON_A_PAGE, f"{read}?depth={Depth.PAGE}", director),
        Place(pages.DIGEST_IN_FULL, f"{read}?depth={Depth.FULL}", director),
        Place(pages.DIGEST_OF_TOWN, reverse("digests:town", args=[newest.quarter, slug]), director),
        Place(pages.DESK, desk, member),
        Place(pages.SECTION, reverse("digests:section", args=[oldest.quarter, slug]), member),
    ]


def places_of_learning(lead: User, member: User) -> list[Place]:
    """The directory, a word that many items hold, and the outcome of most items."""
    searched = f"{reverse('learning:learning')}?q={A_WORD}"
    most = Outcome.objects.annotate(number=Count("items")).latest("number")
    return [
        Place(pages.PARTNERS_LISTED, reverse("partners:partners"), lead),
        Place(pages.SEARCHED, searched, lead),
        Place(pages.SEARCHED_BY_TEAM, searched, member),
        Place(pages.OUTCOME, reverse("outcomes:outcome", args=[most.slug]), lead),
    ]


def _as_a_draft(digest: Digest, *, by: User) -> None:
    """It was published by mistake, and is checked once more; nobody is told of it."""
    now = timezone.now()
    withdraw(digest, "Measured.", by=by, at=now)
    reopen(digest, by=by, at=now)
