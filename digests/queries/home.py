"""What a home page shows of digests: the newest to read, and one's section to check."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from digests.models import Digest, ReadMark, Section
from kit.dates import day_near, day_of, in_full
from kit.prepared import Prepared, slot
from people.models import User
from towns.access import Thing
from towns.models import Role, Tenure
from towns.posts import Posts

State = Digest.State
NEWEST = 2  # digests: one to read, and one that is made


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One line about a digest, with a link; `tag` is a word that calls for attention."""

    title: str
    note: str
    url: str
    tag: str = ""


def digest_lines(user: User, posts: Posts, *, at: datetime) -> list[DigestLine]:
    """What these posts have to do with the newest digests: one statement.

    Those who run the office find digests, and how they stand, on a page of their own.
    """
    if not posts.reaches(Thing.DIGESTS) or posts.reaches(Thing.OFFICE):
        return []
    on = day_of(at)
    lines: list[DigestLine] = []
    for digest in _NEWEST(person=user.person_id, on=on):
        if digest.state == State.CHECK:
            lines += [_to_check(digest, one, on=on) for one in vars(digest)["to_check"]]
        if digest.state == State.PUBLISHED:
            lines.append(_to_read(digest))
            break
    return lines


def _to_read(digest: Digest) -> DigestLine:
    is_read = vars(digest)["is_read"]
    day = in_full(day_of(digest.published_at or digest.created_at))
    note = f"Published on {day}{', and you have read it' if is_read else ''}"
    return DigestLine(digest.title, note, digest.get_absolute_url(), "" if is_read else "New")


def _to_check(digest: Digest, section: dict[str, str], *, on: date) -> DigestLine:
    last = date.fromisoformat(section["answer_by"])
    near = day_near(last, on=on)
    return DigestLine(
        f"{section['town']} in the digest of {digest.title}: is this right?",
        f"Please answer by {in_full(last)}{f', {near}' if near else ''}",
        reverse("digests:check", args=[digest.quarter, section["slug"]]),
        "To check",
    )


def _build() -> QuerySet[Digest]:
    person, on = slot("person", IntegerField()), slot("on", DateField())
    led = Tenure.objects.held_by_person(person, on=on).of_role(Role.PROJECT_LEAD)
    unsettled = Q(approved_version=None) | ~Q(approved_version=F("version"))
    sections = Section.objects.filter(
        unsettled, digest=OuterRef("pk"), asked_at__isnull=False, town__in=led.values("town")
    )
    facts = JSONObject(town="town__name", slug="town__slug", answer_by="answer_by")
    marks = ReadMark.objects.standing().filter(edition__digest=OuterRef("pk"), person=person)
    return Digest.objects.annotate(
        is_read=Exists(marks),
        to_check=ArraySubquery(sections.order_by("town__name").values(section=facts)),
    ).order_by("-quarter")[:NEWEST]


_NEWEST = Prepared(_build)
