"""Keeps what is reported of letters, and later, in whatever order it came, draws the conclusions.

A letter that came back stays accepted, and its notices told: that it left is true. An address that
does not exist gets no more letters until somebody has mended it; a reader who calls our letters
unwanted gets only what cannot be refused, such as a code to sign in.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from outbox.actions import choosing
from outbox.actions.suppressing import note_bounce
from outbox.bounces import facts_in
from outbox.kinds import Standing, kind_of
from outbox.models import Letter, MailReport, Preference
from outbox.models.reports import BY_MAIL
from outbox.reported import Fact

AT_ONCE = 200
MOST = 5000  # settled by one call
KEPT = timedelta(days=30)  # of no known letter, or of a letter that arrived
LOCK = (
    7_264_001  # whoever holds it settles: two at once would each count the other's bounce not yet
)
What = MailReport.What


def keep_mail(raw: bytes, *, at: datetime) -> int:
    """Keep what a letter to our bounce address reports; returns how many things are new."""
    return keep(facts_in(raw), provider=BY_MAIL, at=at)


def keep(facts: Sequence[Fact], *, provider: str, at: datetime) -> int:
    """Keep what was reported, to be settled later; what is known already changes nothing.

    Returns how many reports are new.
    """
    wanted = {
        report.digest: report
        for fact in facts
        if fact.letter_key or fact.email
        for report in [_report(fact, provider=provider, at=at)]
    }
    known = MailReport.objects.filter(provider=provider, digest__in=wanted)
    for digest in known.values_list("digest", flat=True):
        del wanted[digest]
    MailReport.objects.bulk_create(wanted.values(), ignore_conflicts=True)
    return len(wanted)


def _report(fact: Fact, *, provider: str, at: datetime) -> MailReport:
    named = str(fact.letter_key or "") or fact.message_id
    sign = "\n".join([fact.what, named, fact.email, fact.same])
    return MailReport(
        provider=provider,
        digest=hashlib.sha256(sign.encode(errors="replace")).hexdigest(),
        what=fact.what,
        letter_key=fact.letter_key,
        message_id=fact.message_id[:200],
        email=fact.email,
        reply=fact.reply,
        received_at=at,
    )


def settle_reports(*, at: datetime) -> int:
    """Draw the conclusions from what was reported, and forget what tells nothing any more.

    A report of a letter that is still being sent waits until that has ended; one that came by mail
    and names no letter of ours is never believed. Safe to repeat, and to run twice at once.
    Returns how many reports were settled.
    """
    settled = 0
    while settled < MOST and (found := _settle(at=at)):
        settled += found
    old = MailReport.objects.filter(received_at__lt=at - KEPT)
    old.filter(Q(letter=None) | Q(what=What.DELIVERED)).delete()
    return settled


@transaction.atomic
def _settle(*, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if cursor.fetchone() != (True,):
            return 0
    named = Letter.objects.filter(key=OuterRef("letter_key"))
    waiting = MailReport.objects.filter(~Exists(named.open()), settled_at=None).filter(
        Exists(named) | ~Q(provider=BY_MAIL)
    )
    reports = list(waiting.order_by("received_at", "pk")[:AT_ONCE])
    keys = [report.letter_key for report in reports if report.letter_key]
    letters = {letter.key: letter for letter in Letter.objects.filter(key__in=keys)}
    for report in reports:
        report.settled_at = at
        report.letter = letters.get(report.letter_key) if report.letter_key else None
        if report.letter and not report.email:
            report.email = report.letter.to.lower()
    MailReport.objects.bulk_update(reports, ["settled_at", "letter", "email"])
    for report in reports:
        _conclude(report)
    return len(reports)


def _conclude(report: MailReport) -> None:
    """What follows from a report. Nothing does that a person has decided about since."""
    if report.what in {What.SOFT, What.HARD} and report.letter:
        earliest = Q(bounced_at=None) | Q(bounced_at__gt=report.received_at)
        Letter.objects.filter(earliest, pk=report.letter.pk).update(bounced_at=report.received_at)
    # A reader may have their letters led on to another address. That one's failing says nothing of
    # theirs, and whoever gets a letter could report any address in its name.
    is_theirs = report.letter is None or report.email == report.letter.to.lower()
    if not report.email or not is_theirs:
        return
    if report.what == What.HARD:
        note_bounce(report)
    elif report.what in {What.COMPLAINED, What.UNSUBSCRIBED}:
        _stop(report)


def _stop(report: MailReport) -> None:
    """Its reader gets fewer letters, but those that cannot be refused: codes, posts, the account.

    A complaint stops reminders too; an unsubscription what the letter's own link would stop.
    """
    letter = report.letter or _newest_to(report.email, at=report.received_at)
    if letter is None or letter.person is None:
        return
    chosen_since = Preference.objects.filter(person=letter.person, chosen_at__gt=report.received_at)
    if chosen_since.exists():
        return
    standing = Standing.REMINDER
    if report.what == What.UNSUBSCRIBED and report.letter:
        standing = _standing_of(report.letter)
    choosing.stop(letter.person, standing, at=report.received_at)


def _newest_to(email: str, *, at: datetime) -> Letter | None:
    """The last letter to an address: it tells whose it is."""
    sent = Letter.objects.filter(to__iexact=email, person__isnull=False, promised_at__lte=at)
    return sent.order_by("-promised_at", "-pk").first()


def _standing_of(letter: Letter) -> Standing:
    kinds = [kind_of(notice.kind) for notice in letter.notices.all()]
    standings = {kind.standing for kind in kinds if kind}
    ordered = (Standing.REMINDER, Standing.NEWS)
    return next((one for one in ordered if one in standings), Standing.DUTY)
