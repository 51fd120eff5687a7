"""What every page shows of the person who reads it: two statements, whatever they hold."""

from dataclasses import dataclass
from functools import cache
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db.models import BigIntegerField, Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest  # noqa: TID251 -- a context processor is handed the request
from django.urls import reverse
from django.utils import timezone

from front.queries.held_back import held_back
from kit.prepared import Prepared, slot
from people.http import AuthedRequest
from people.models import Person, User
from reflections.models import Jot
from towns.access import Thing
from towns.posts import Posts, posts_of_sender

OF_REFLECTIONS = ("/items/", "/questions/", "/group-questions/")


@dataclass(frozen=True, slots=True)
class Link:
    """A way in the site navigation."""

    label: str
    url: str
    is_current: bool


def signed_in(request: HttpRequest) -> dict[str, object]:
    """`who`, `owner` (an opaque key), `navigation`, `can_jot`, `jots_waiting` of who is signed in.

    Those who mind letters get `held_back`: why none leaves, a statement on the pages that say so.
    Everybody gets `demonstration`: whether the people and texts of this portal are invented.
    """
    everybody: dict[str, object] = {"demonstration": settings.DEMO}
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return everybody
    posts = posts_of_sender(cast("AuthedRequest", request), on=timezone.localdate())
    name, key, waiting = _header_of(user, posts)
    place = _place_of(request.path)
    return everybody | {
        "who": name,
        "owner": str(key),
        "can_jot": posts.reaches(Thing.JOTS),
        "jots_waiting": waiting,
        "navigation": [
            Link(label, url, _is_here(place, url))
            for label, url, thing in _ways()
            if thing is None or posts.reaches(thing)
        ],
        "held_back": held_back() if _tells_of_letters(request.path, posts) else [],
    }


def _tells_of_letters(path: str, posts: Posts) -> bool:
    """Whether the page says if no letter leaves: home and the office, to those who mind them."""
    is_place = path == reverse("front:home") or path.startswith(reverse("front:office"))
    return is_place and posts.reaches(Thing.LETTERS)


def _header_of(user: User, posts: Posts) -> tuple[str, UUID, int]:
    """The person's name, opaque key, and how many jots of theirs wait.

    Nothing is asked where the posts have told it all: they hold the person, and jot nothing.
    """
    if posts.held and not posts.reaches(Thing.JOTS):
        person = posts.held[0].person
        return person.name, person.key, 0
    return _HEADER(person=user.person_id)[0]


def _header() -> QuerySet[Person, tuple[str, UUID, int]]:
    jots = Jot.objects.waiting().filter(author=OuterRef("pk")).order_by().values("author")
    waiting = Subquery(jots.annotate(total=Count("pk")).values("total"))
    return (
        Person.objects.filter(pk=slot("person", BigIntegerField()))
        .annotate(waiting=Coalesce(waiting, 0, output_field=IntegerField()))
        .values_list("name", "key", "waiting")
    )


_HEADER = Prepared(_header)


@cache
def _ways() -> tuple[tuple[str, str, Thing | None], ...]:
    """The navigation, each way with the thing that one must reach to be shown it."""
    return (
        ("Home", reverse("front:home"), None),
        ("Reflections", reverse("reflections:grid"), Thing.OBLIGATIONS),
        ("Jots", reverse("reflections:jots"), Thing.JOTS),
        ("Sessions", reverse("sessions:sessions"), Thing.TOWNS),
        ("Digests", reverse("digests:digests"), Thing.DIGESTS),
        ("Learning", reverse("learning:learning"), Thing.TOWNS),
        ("Partners", reverse("partners:partners"), Thing.PARTNERS),
        ("Towns", reverse("towns:towns"), Thing.TOWNS),
        ("Office", reverse("front:office"), Thing.OFFICE),
    )


def _place_of(path: str) -> str:
    """Where a page belongs: reports and margins stand under Reflections."""
    if "/reflections/" in path or path.startswith(OF_REFLECTIONS):
        return reverse("reflections:grid")
    return path


def _is_here(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
