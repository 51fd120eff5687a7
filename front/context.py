"""What every page shows of the person who reads it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from people.models import User
from towns.models import Role, Tenure


@dataclass(frozen=True)
class Link:
    """A way in the site navigation."""

    label: str
    url: str
    is_current: bool


def signed_in(request: HttpRequest) -> dict[str, object]:
    """`who` (a name), `navigation` (links) and `can_jot`, of the signed-in person; nothing for others."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    today = timezone.localdate()
    roles = set(Tenure.objects.held_by(user, on=today).values_list("role", flat=True))
    leads = bool(roles & {Role.PROJECT_LEAD})
    reports = leads or bool(roles & {Role.LINK_LEAD, Role.PROGRAMME_TEAM})
    office = bool(roles & {Role.PROGRAMME_TEAM, Role.ADMINISTRATOR})
    ways = [
        ("Home", reverse("front:home"), True),
        ("Reflections", reverse("reflections:grid"), reports),
        ("Jots", reverse("reflections:jots"), leads),
        ("Towns", reverse("towns:towns"), bool(roles)),
        ("Office", reverse("front:office"), office),
    ]
    return {
        "who": user.person.name,
        "can_jot": leads,
        "navigation": [
            Link(label, url, _is_here(request.path, url)) for label, url, shown in ways if shown
        ],
    }


def _is_here(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
