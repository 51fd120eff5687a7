"""The list of digests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from digests.models import Digest, Edition, ReadMark
from kit.dates import day_of, in_full
from kit.periods import QUARTER, quarter_name, quarter_of, shift
from people.models import User

A_PAGE = 20
State = Digest.State
_TAGS = {State.WITHDRAWN: "late", State.CHECK: "owed"}


@dataclass(frozen=True, slots=True)
class Row:
    """One digest in the list."""

    title: str
    label: str
    address: str
    note: str
    tag: str
    tag_words: str


def rows_of(
    digests: QuerySet[Digest], user: User, *, may_edit: bool, before: date | None = None
) -> tuple[Sequence[Row], str]:
    """One page of digests that somebody sees, the newest first, and where the next one begins.

    One statement.
    """
    if before is not None:
        digests = digests.filter(quarter__lt=before)
    current = Edition.objects.current().filter(digest=OuterRef("pk"))
    read = ReadMark.objects.standing().filter(edition__digest=OuterRef("pk"), person=user.person_id)
    found = digests.annotate(
        number=current.values("number")[:1],
        is_read=Exists(read),
    ).order_by("-quarter")[: A_PAGE + 1]
    rows = list(found)
    further = f"{rows[A_PAGE - 1].quarter:%Y-%m}" if len(rows) > A_PAGE else ""
    return [_row(one, may_edit=may_edit) for one in rows[:A_PAGE]], further


def _row(digest: Digest, *, may_edit: bool) -> Row:
    facts = vars(digest)
    published, is_read = digest.published_at, facts["is_read"]
    is_open = digest.state == State.PUBLISHED
    # Until another edition is published, its readers are told that it is withdrawn.
    state = State(digest.state) if may_edit or is_open else State.WITHDRAWN
    page = "digests:digest" if is_open or state == State.WITHDRAWN else "digests:desk"
    if is_open and published:
        corrected = ", amended since" if (facts["number"] or 1) > 1 else ""
        note = f"Published on {in_full(day_of(published))}{corrected}"
    else:
        note = {
            State.WITHDRAWN: "Withdrawn",
            State.FROZEN: "Frozen, not published yet",
        }.get(state, f"To be frozen on {in_full(digest.freeze_on)}")
    tag, tag_words = _TAGS.get(state, "draft"), state.label
    if is_open:
        tag, tag_words = ("read", "Read") if is_read else ("new", "New")
    return Row(
        digest.title,
        quarter_name(digest.quarter).removeprefix(digest.title).strip(" ()"),
        reverse(page, args=[digest.quarter]),
        note,
        tag,
        tag_words,
    )


def quarter_to_begin(*, on: date) -> date | None:
    """The quarter that ended last, unless there is a digest of it: one statement."""
    quarter = shift(quarter_of(on), -QUARTER)
    return None if Digest.objects.filter(quarter=quarter).exists() else quarter
