"""An edition's letter carries its brief version in full; later ones tell what became of it.

Thousands get the same edition: what it says is put into words once, and kept for as long as it says
that. Whether a speaker still lets words be read is asked each time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse

from digests.content import ACROSS, Depth, Head
from digests.models import Correction, Digest, Edition, EditionPart
from digests.queries.quoted import Veil, unagreed_among, veil_over
from digests.queries.reading import quotes_of, veiled
from digests.queries.recipients import Recipients, next_gathering, recipients_among
from digests.text import letter_text_of, letter_words
from kit.dates import day_of, in_full
from kit.links import link_to
from outbox.kinds import Part as LetterPart
from outbox.kinds import Said, Unneeded
from outbox.layout import quoted
from outbox.models import Notice
from outbox.promises import number_in
from sessions.models import CohortSession
from sessions.times import words_of
from towns.models import Role

WHOLE_AT_MOST = 30  # towns of which a letter says everything; of more it says the reader's own
AT_ONCE = 50  # parts that are read together
KEPT = 4  # editions whose words are kept
KEPT_TEXTS = 1_000  # letters that are kept, each for all readers of the same towns
NOT_A_READER = Unneeded("They do not read digests any more.")
GONE = Unneeded("The digest is not there any more.")

type Meeting = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Worded:
    """An edition in brief, in words: its head, and its parts by the slug of their town."""

    head: Head
    parts: Mapping[str, str]


def tell_edition(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice says of an edition: seven statements for a batch, and its parts once."""
    on = day_of(at)
    digests = _digests(notices)
    readers = recipients_among([one.person or 0 for one in notices], on=on)
    meetings = _meetings(next_gathering(at=at))
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
            said[notice.pk] = _edition(edition, person, readers, meetings, on=on)
    return said


def tell_correction(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice says of a correction: three statements."""
    numbers = {number_in(one.about) for one in notices}
    rows = Correction.objects.filter(edition__in=numbers).select_related("town", "digest")
    by_edition = {one.edition_id: one for one in rows}
    hidden = unagreed_among([str(one.passage) for one in by_edition.values()], on=day_of(at))
    readers = recipients_among([one.person or 0 for one in notices], on=day_of(at), any_role=True)
    said: dict[int, Said] = {}
    for notice in notices:
        correction = by_edition.get(number_in(notice.about))
        if correction is None:
            said[notice.pk] = GONE
        elif correction.sort == Correction.Sort.REDACTED or str(correction.passage) in hidden:
            said[notice.pk] = Unneeded("The words were taken out meanwhile.")
        elif correction.digest.state != Digest.State.PUBLISHED:
            said[notice.pk] = Unneeded("The edition was withdrawn.")
        elif notice.person not in readers.towns:
            said[notice.pk] = NOT_A_READER
        else:
            said[notice.pk] = _corrected(correction)
    return said


def tell_withdrawal(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice says of an edition that was withdrawn: two statements.

    All who got it learn that it does not hold; why, only those who read digests still.
    """
    readers = recipients_among([one.person or 0 for one in notices], on=day_of(at), any_role=True)
    rows = Edition.objects.filter(pk__in={number_in(one.about) for one in notices})
    editions = rows.select_related("digest").in_bulk()
    said: dict[int, Said] = {}
    for notice in notices:
        edition = editions.get(number_in(notice.about))
        if edition is None or not edition.withdrawn_why:
            said[notice.pk] = Unneeded("The edition stands.")
        else:
            reads = notice.person in readers.towns
            said[notice.pk] = _withdrawn(edition, with_why=reads, at=at)
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


def _edition(
    edition: Edition, person: int, readers: Recipients, meetings: Mapping[str, Meeting], *, on: date
) -> Said:
    own, veil = readers.towns[person], _veil_over(edition, on=on)
    meeting = meetings[Role.STEERING if own else Role.NATIONAL]
    title = _worded(edition.pk, edition.checksum, veil).head.title
    text = _text(edition.pk, edition.checksum, veil, own, meeting)
    return LetterPart(f"All Project Towns, {title}", text, readers.reasons[person])


@lru_cache(maxsize=KEPT_TEXTS)
def _text(number: int, checksum: str, veil: Veil, own: tuple[str, ...], meeting: Meeting) -> str:
    """An edition's letter to all readers of the same towns: no statement, once it is in words."""
    worded = _worded(number, checksum, veil)
    others = [slug for slug in worded.parts if slug and slug not in own]
    is_whole = len(worded.parts) <= WHOLE_AT_MOST
    slugs = ["", *own, *(others if is_whole else ())]
    head = worded.head
    address = edition_address(head)
    context: dict[str, object] = {
        "head": head,
        "opening": letter_words(head.opening),
        "gaps": head.gaps,
        "parts": [worded.parts[slug] for slug in slugs if slug in worded.parts],
        "others": 0 if is_whole else len(others),
        "minutes": head.minutes[Depth.FULL],
        "url": address,
        "full_url": f"{address}?depth={Depth.FULL}",
        "pdf_url": f"{address}print.pdf",
        **dict(meeting),
    }
    return render_to_string("digests/mail/edition.txt", context).strip()


def _veil_over(edition: Edition, *, on: date) -> Veil:
    """What its speakers have taken back a moment ago: one statement a batch."""
    known: Veil | None = vars(edition).get("veil")
    if known is None:
        known = veil_over(_quotes_in(edition.pk, edition.checksum), on=on)
        vars(edition)["veil"] = known
    return known


@lru_cache(maxsize=KEPT)
def _quotes_in(number: int, checksum: str) -> Mapping[str, str]:  # noqa: ARG001 -- what it holds depends on both
    """How an edition names whom it quotes, by the keys of the passages."""
    rows = EditionPart.objects.filter(edition=number).order_by("position")
    return quotes_of(row.says for row in rows.iterator(AT_ONCE))


@lru_cache(maxsize=KEPT)
def _worded(number: int, checksum: str, veil: Veil) -> Worded:  # noqa: ARG001 -- what it says depends on all of them
    """An edition in words, without what its speakers took back: a few statements."""
    edition = Edition.objects.get(pk=number)
    parts: dict[str, str] = {}
    for row in edition.parts.order_by("position").iterator(AT_ONCE):
        (said,) = veiled([row.says], veil)
        brief = said.at(Depth.BRIEF)
        if brief.words:
            parts[said.slug] = letter_text_of(brief)
    return Worded(edition.says, parts)


def _meetings(session: CohortSession | None) -> Mapping[str, Meeting]:
    """What is said of the next session to members of Steering Groups, and to national leaders.

    Those to whom it is not open are not told of it.
    """
    told: Meeting = ()
    if session is not None:
        address = reverse("sessions:session", args=[session.slug])
        told = (
            ("meeting", f"{session.kind.name}: {words_of(session)}"),
            ("meeting_url", link_to(address)),
        )
    invited = {one.role for one in session.invited.all()} if session else set()
    return {role: told if role in invited else () for role in (Role.STEERING, Role.NATIONAL)}


def _corrected(correction: Correction) -> Said:
    address = link_to(correction.digest.get_absolute_url())
    context = {
        "title": correction.digest.title,
        "where": correction.town or ACROSS,
        "day": in_full(day_of(correction.at)),
        "reason": quoted(correction.reason),
        "before": quoted(correction.before),
        "after": quoted(correction.after),
        "url": address,
    }
    text = render_to_string("digests/mail/corrected.txt", context).strip()
    subject = f"Corrected: All Project Towns, {correction.digest.title}"
    return LetterPart(subject, text, "you said that you had read what it said before")


def _withdrawn(edition: Edition, *, with_why: bool, at: datetime) -> Said:
    context = {
        "title": edition.digest.title,
        "day": in_full(day_of(edition.discarded_at or at)),
        "why": quoted(edition.withdrawn_why) if with_why else "",
        "url": link_to(edition.digest.get_absolute_url()),
    }
    text = render_to_string("digests/mail/withdrawn.txt", context).strip()
    subject = f"Withdrawn: All Project Towns, {edition.digest.title}"
    return LetterPart(subject, text, "you got this edition, or said that you had read it")


def edition_address(head: Head) -> str:
    """Where an edition is read."""
    year, month = head.quarter.split("-")
    return link_to(reverse("digests:digest", args=[date(int(year), int(month), 1)]))
