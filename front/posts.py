"""What the posts that somebody holds today ask of how they sign in."""

from typing import cast

from django.http import HttpRequest  # noqa: TID251 -- read by a middleware
from django.utils import timezone

from people.http import AuthedRequest
from people.models import User
from towns.models import Role
from towns.posts import posts_of_sender

# Analysts join them once they can upload, and everybody who exports once there are exports.
PRIVILEGED_ROLES = frozenset({Role.PROGRAMME_TEAM, Role.ADMINISTRATOR})


def is_privileged(request: HttpRequest) -> bool:
    """Whether a post held today asks for a second factor and for short sessions."""
    if not isinstance(request.user, User):
        return False
    posts = posts_of_sender(cast("AuthedRequest", request), on=timezone.localdate())
    return bool(posts.roles & PRIVILEGED_ROLES)
