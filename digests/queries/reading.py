"""An edition as its readers get it: some of its parts at a time, and nothing but what is frozen."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, QuerySet, When

from digests.content import ACROSS, Content, Part, Passage, Sort
from digests.models import Correction, Digest, Edition, EditionPart, ReadMark
from digests.queries.quoted import Veil, unagreed_among, veil_over
from kit.dates import day_of, in_full
from people.models import User
from towns.access import Thing
from towns.posts import Posts

A_PAGE = 20  # towns
HIDDEN = "A quote stood here. Its speaker does not let it be read any more."
STRIPS = 10  # corrections that a page tells of


@dataclass(frozen=True)
class Amended:
    """One correction as a reader is told of it."""

    day: str
    where: str
    reason: str
    before: str = ""
    after: str = ""


def edition_of(digest: Digest, user: User, *, on: date) -> Edition | None:
    """The edition that is read now; none of a digest that was withdrawn: one statement."""
    rows = Edition.objects.visible_to(user, on=on).filter(digest=digest)
    return rows.current().filter(digest__state=Digest.State.PUBLISHED).first()


def frozen_of(digest: Digest, user: User, *, on: date) -> Edition | None:
    """The edition that was frozen last and stands, be it unpublished, for those who edit."""
    rows = Edition.objects.visible_to(user, on=on).filter(digest=digest, discarded_at=None)
    return rows.filter(replaced_at=None).exclude(checksum="").first()


def content_of(edition: Edition, rows: Iterable[EditionPart], *, on: date) -> Content:
    """What these parts of an edition say to a reader that day: one statement, or two with quotes.

    Words whose speaker withdrew a moment ago are hidden before they are taken out, and so is what
    does not name a speaker any more.
    """
    return Content(edition.says, shown([row.says for row in rows], on=on))


def shown(parts: Sequence[Part], *, on: date) -> tuple[Part, ...]:
    """The same parts less what nobody may read that day."""
    return veiled(parts, veil_over(quotes_of(parts), on=on))


def quotes_of(parts: Iterable[Part]) -> dict[str, str]:
    """How the speakers of somebody's own words are named, by the keys of the passages."""
    return {
        one.key: one.note
        for part in parts
        for one in part.passages
        if one.sort == Sort.QUOTE and one.text
    }


def veiled(parts: Sequence[Part], veil: Veil) -> tuple[Part, ...]:
    """The same parts without what is not read as it was frozen."""
    if not veil:
        return tuple(parts)
    now = dict(veil)
    return tuple(
        replace(part, passages=tuple(_veiled(one, now.get(one.key)) for one in part.passages))
        for part in parts
    )


def _veiled(passage: Passage, said_by: str | None) -> Passage:
    """`said_by`: how its speaker is named now; empty if nobody may read it, None if as it was."""
    if said_by is None:
        return passage
    if said_by:
        return replace(passage, note=said_by)
    return replace(passage, text="", note="", gone=HIDDEN)


def page_of_parts(
    edition: Edition, *, own: Collection[int] = (), after: int = -1
) -> tuple[list[EditionPart], int | None]:
    """The next parts after a place, and the place of the last if more follow: one statement.

    What goes across towns comes first, then the reader's `own` towns wherever they stand, then the
    others in their order.
    """
    own = sorted(own)[: A_PAGE - 1]  # they stand on the first page together
    first = Case(When(town=None, then=0), When(town__in=own, then=1), default=2)
    rows = edition.parts.order_by(first, "position")
    if after >= 0:
        rows = rows.filter(position__gt=after).exclude(town__in=own)
    found = list(rows[: A_PAGE + 1])
    page = found[:A_PAGE]
    last = max((one.position for one in page if one.town_id not in own), default=0)
    return page, last if len(found) > A_PAGE else None


def part_of_town(edition: Edition, slug: str) -> EditionPart | None:
    """What an edition says of one town: one statement."""
    return edition.parts.filter(town__slug=slug).select_related("town").first()


def passage_of(edition: Edition, key: UUID) -> Passage | None:
    """One passage of an edition: one statement."""
    row = edition.parts.filter(content__passages__contains=[{"key": str(key)}]).first()
    return next((one for one in row.says.passages if one.key == str(key)), None) if row else None


def own_towns(posts: Posts) -> set[int]:
    """The numbers of the towns of somebody's posts and groups."""
    found = (one.town_id or (one.group.town_id if one.group else None) for one in posts.held)
    return {number for number in found if number is not None}


def amendments(digest: Digest) -> list[Amended]:
    """What was amended of what is published, the newest first: one statement."""
    rows = corrections_of(digest).select_related("town").order_by("-at", "-pk")[:STRIPS]
    return [_amended(one, with_states=False) for one in rows]


@dataclass(frozen=True)
class Marked:
    """What somebody has said of reading a digest: the newest edition, and whether it is this one.

    `number` is 0 for who has read none.
    """

    number: int
    is_current: bool


def marked_by(user: User, edition: Edition) -> Marked:
    """What somebody has said of reading the digest of an edition: one statement."""
    marks = ReadMark.objects.standing().filter(
        edition__digest=edition.digest_id, person=user.person_id
    )
    number = marks.order_by("-edition__number").values_list("edition__number", flat=True).first()
    return Marked(number or 0, is_current=number == edition.number)


def changed_since(digest: Digest, marked: Marked, *, on: date) -> list[Amended]:
    """What was corrected since somebody said that they had read it, with both states.

    One statement, two if something was; none for who has read what stands, or nothing. Words that
    nobody may read that day are in neither state.
    """
    if marked.is_current or not marked.number:
        return []
    rows = corrections_of(digest).filter(edition__number__gt=marked.number)
    found = list(rows.select_related("town").order_by("at"))
    hidden = unagreed_among([str(one.passage) for one in found], on=on)
    return [_amended(one, with_states=str(one.passage) not in hidden) for one in found]


def corrections_of(digest: Digest) -> QuerySet[Correction]:
    """Corrections since the digest was last withdrawn: what went before is not to be read."""
    withdrawn = Edition.objects.exclude(withdrawn_why="").filter(
        digest=digest.pk, number__gte=OuterRef("edition__number")
    )
    return digest.corrections.filter(~Exists(withdrawn))


def _amended(one: Correction, *, with_states: bool) -> Amended:
    states = (one.before, one.after) if with_states else ("", "")
    return Amended(in_full(day_of(one.at)), str(one.town or ACROSS), one.reason, *states)


def reads_drafts(posts: Posts) -> bool:
    """Whether these posts see digests before they are published."""
    return posts.reaches(Thing.DIGEST_DRAFTS)
