"""An edition's letter carries its brief version in full; later ones tell what became of it.

Thousands get the same edition: what it says is put into words once, and kept for as long as it says
that. Whether a speaker still lets words be read is asked each time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import batched
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse

from digests.content import Depth, Head
from digests.models import Correction, Digest, Edition
from digests.queries.quoted import unagreed_in
from digests.queries.reading import shown
from digests.queries.recipients import next_gathering, recipients_among
from digests.text import letter_text_of
from kit.dates import day_of, in_full
from kit.links import link_to
from outbox.kinds import Part as LetterPart
from outbox.kinds import Said, Unneeded
from outbox.layout import quoted
from outbox.models import Notice
from outbox.promises import number_in
from sessions.models import CohortSession
from sessions.times import words_of

WHOLE_AT_MOST = 30  # towns of which a letter says everything; of more it says the reader's own
AT_ONCE = 50  # parts that are put into words together
KEPT = 4  # editions whose words are kept
KEPT_TEXTS = 1_000  # letters that are kept, each for all readers of the same towns
NOT_A_READER = Unneeded("They do not read digests any more.")
GONE = Unneeded("The digest is not there any more.")


@dataclass(frozen=True)
class Worded:
    """An edition in brief, in words: its head, and its parts by the slug of their town."""

    head: Head
    parts: Mapping[str, str]


@dataclass(frozen=True)
class Now:
    """What the words of an edition depend on besides itself."""

    on: date
    unagreed: frozenset[UUID]  # passages whose speakers do not let them be read
    meeting: tuple[tuple[str, str], ...]


def tell_edition(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice says of an edition: seven statements for a batch, and its parts once."""
    now = _now(at)
    digests = _digests(notices)
    readers = recipients_among([one.person or 0 for one in notices], on=now.on)
    said: dict[int, Said] = {}
    for notice in notices:
        digest, person = digests.get(number_in(notice.about)), notice.person or 0
        edition = _current(digest) if digest else None
        if digest is None:
            said[notice.pk] = GONE
        elif edition is None:
            said[notice.pk] = Unneeded("The edition was withdrawn.")
        elif person not in readers.towns:
            said[notice.pk] = NOT_A_READER
        else:
            said[notice.pk] = _edition(edition, readers.towns[person], readers.reasons[person], now)
    return said


def tell_correction(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice says of a correction: two statements."""
    numbers = {number_in(one.about) for one in notices}
    rows = Correction.objects.filter(edition__in=numbers).select_related("town", "digest")
    by_edition = {one.edition_id: one for one in rows}
    readers = recipients_among([one.person or 0 for one in notices], on=day_of(at), any_role=True)
    said: dict[int, Said] = {}
    for notice in notices:
        correction = by_edition.get(number_in(notice.about))
        if correction is None:
            said[notice.pk] = GONE
        elif correction.sort == Correction.Sort.REDACTED:
            said[notice.pk] = Unneeded("The words were taken out meanwhile.")
        elif correction.digest.state != Digest.State.PUBLISHED:
            said[notice.pk] = Unneeded("The edition was withdrawn.")
        elif notice.person not in readers.towns:
            said[notice.pk] = NOT_A_READER
        else:
            said[notice.pk] = _corrected(correction)
    return said


def tell_withdrawal(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice says of an edition that was withdrawn: one statement."""
    rows = Edition.objects.filter(pk__in={number_in(one.about) for one in notices})
    editions = rows.select_related("digest").in_bulk()
    said: dict[int, Said] = {}
    for notice in notices:
        edition = editions.get(number_in(notice.about))
        if edition is None or not edition.withdrawn_why:
            said[notice.pk] = Unneeded("The edition stands.")
        else:
            said[notice.pk] = _withdrawn(edition, at=at)
    return said


def _digests(notices: Sequence[Notice]) -> dict[int, Digest]:
    rows = Digest.objects.filter(pk__in={number_in(one.about) for one in notices})
    return {one.pk: one for one in rows}


def _current(digest: Digest) -> Edition | None:
    """The edition that is read now, asked once a batch for each digest."""
    if digest.state != Digest.State.PUBLISHED:
        return None
    known: Edition | None = vars(digest).get("current")
    if known is None:
        known = digest.editions.current().defer("head").first()
        vars(digest)["current"] = known
    return known


def _now(at: datetime) -> Now:
    """Two statements."""
    on, session = day_of(at), next_gathering(at=at)
    unagreed = frozenset(one.passage for one in unagreed_in(on=on))
    return Now(on, unagreed, tuple(_meeting(session).items()) if session else ())


def _edition(edition: Edition, own: tuple[str, ...], reason: str, now: Now) -> Said:
    title = _worded(edition.pk, edition.checksum, now).head.title
    text = _text(edition.pk, edition.checksum, own, now)
    return LetterPart(f"All Project Towns, {title}", text, reason)


@lru_cache(maxsize=KEPT_TEXTS)
def _text(number: int, checksum: str, own: tuple[str, ...], now: Now) -> str:
    """An edition's letter to those of the same towns: no statement, once it is in words."""
    worded = _worded(number, checksum, now)
    others = [slug for slug in worded.parts if slug and slug not in own]
    is_whole = len(worded.parts) <= WHOLE_AT_MOST
    slugs = ["", *own, *(others if is_whole else ())]
    head = worded.head
    address = edition_address(head)
    context: dict[str, object] = {
        "head": head,
        "gaps": head.gaps,
        "parts": [worded.parts[slug] for slug in slugs if slug in worded.parts],
        "others": 0 if is_whole else len(others),
        "minutes": head.minutes[Depth.FULL],
        "url": address,
        "full_url": f"{address}?depth={Depth.FULL}",
        "pdf_url": f"{address}print.pdf",
        **dict(now.meeting),
    }
    return render_to_string("digests/mail/edition.txt", context).strip()


@lru_cache(maxsize=KEPT)
def _worded(number: int, checksum: str, now: Now) -> Worded:  # noqa: ARG001 -- what it says depends on both
    """An edition in words: a few statements, once for as long as it says that, and once a day."""
    edition = Edition.objects.get(pk=number)
    parts: dict[str, str] = {}
    for rows in batched(edition.parts.order_by("position").iterator(AT_ONCE), AT_ONCE):
        for part in shown([row.says for row in rows], on=now.on):
            brief = part.at(Depth.BRIEF)
            if brief.words:
                parts[part.slug] = letter_text_of(brief)
    return Worded(edition.says, parts)


def _meeting(session: CohortSession) -> dict[str, str]:
    address = reverse("sessions:session", args=[session.slug])
    return {
        "meeting": f"{session.kind.name}: {words_of(session)}",
        "meeting_url": link_to(address),
    }


def _corrected(correction: Correction) -> Said:
    address = link_to(correction.digest.get_absolute_url())
    context = {
        "title": correction.digest.title,
        "where": correction.town or "Across the Project Towns",
        "day": in_full(day_of(correction.at)),
        "reason": quoted(correction.reason),
        "before": quoted(correction.before),
        "after": quoted(correction.after),
        "url": address,
    }
    text = render_to_string("digests/mail/corrected.txt", context).strip()
    subject = f"Corrected: All Project Towns, {correction.digest.title}"
    return LetterPart(subject, text, "you said that you had read what it said before")


def _withdrawn(edition: Edition, *, at: datetime) -> Said:
    context = {
        "title": edition.digest.title,
        "day": in_full(day_of(edition.discarded_at or at)),
        "why": quoted(edition.withdrawn_why),
        "url": link_to(edition.digest.get_absolute_url()),
    }
    text = render_to_string("digests/mail/withdrawn.txt", context).strip()
    subject = f"Withdrawn: All Project Towns, {edition.digest.title}"
    return LetterPart(subject, text, "you got this edition, or said that you had read it")


def edition_address(head: Head) -> str:
    """Where an edition is read."""
    year, month = head.quarter.split("-")
    return link_to(reverse("digests:digest", args=[date(int(year), int(month), 1)]))
