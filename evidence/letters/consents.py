"""A consent that ends soon is told to who may renew it; one taken back, to who relied on it.

Neither letter says whose words or which: that is on the quote's page, for who still reads it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse

from evidence.models import Consent
from evidence.notices import TAKEN_BACK
from kit.dates import day_near, day_of, in_full
from kit.links import link_to
from outbox.kinds import Part, Said, Unneeded
from outbox.models import Notice
from outbox.promises import number_in
from towns.queries.holders import leads_of, team

NOT_THEIRS = Unneeded("Its reader does not keep quotes of that town any more.")
GONE = Unneeded("The consent is not there any more.")
type Words = Callable[[Consent, Notice, datetime], Said]


def tell_end(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice says of a consent that ends: three statements."""
    return _said(notices, _ending, at=at)


def tell_withdrawal(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice says of a consent that was taken back: three statements."""
    return _said(notices, _withdrawn, at=at)


def _said(notices: Sequence[Notice], words: Words, *, at: datetime) -> Mapping[int, Said]:
    rows = Consent.objects.filter(pk__in=[number_in(one.about) for one in notices])
    found = {row.pk: row for row in rows.select_related("quote__town")}
    leads = leads_of({one.quote.town_id for one in found.values()}, on=day_of(at))
    everywhere = team(on=day_of(at))
    said: dict[int, Said] = {}
    for notice in notices:
        consent = found.get(number_in(notice.about))
        if consent is None:
            said[notice.pk] = GONE
        elif notice.person in leads[consent.quote.town_id] | everywhere:
            said[notice.pk] = words(consent, notice, at)
        else:
            said[notice.pk] = NOT_THEIRS
    return said


def _ending(consent: Consent, notice: Notice, at: datetime) -> Said:
    if consent.withdrawn_at:
        return Unneeded("The consent was withdrawn.")
    if consent.replaced_at:
        return Unneeded("A newer consent has taken its place.")
    if consent.quote.removed_at:
        return Unneeded("The quote was taken away.")
    if notice.occasion != consent.until.isoformat():
        return Unneeded(f"The last day is {in_full(consent.until)} now.")
    if consent.until < day_of(at):
        return Unneeded(f"The consent ended on {in_full(consent.until)}.")
    last = in_full(consent.until)
    near = day_near(consent.until, on=day_of(at))
    subject = f"{consent.quote.town}: a consent ends on {last}"
    return _part("consent_ends", consent, subject=subject, last=last, near=near)


def _withdrawn(consent: Consent, notice: Notice, _at: datetime) -> Said:
    if notice.occasion != TAKEN_BACK or consent.withdrawn_at is None:
        return Unneeded("The consent stands.")
    day = in_full(day_of(consent.withdrawn_at))
    subject = f"{consent.quote.town}: a consent was withdrawn"
    by_link = consent.withdrawn_how == Consent.Withdrawal.LINK
    return _part("consent_withdrawn", consent, subject=subject, day=day, by_link=by_link)


def _part(template: str, consent: Consent, *, subject: str, **context: object) -> Part:
    quote = consent.quote
    address = reverse("evidence:quote", args=[quote.town.slug, quote.key])
    known = {
        "town": quote.town,
        "said_on": in_full(quote.said_on),
        "readers": consent.readers,
        "is_removed": quote.removed_at is not None,
        "url": link_to(address),
    }
    text = render_to_string(f"evidence/mail/{template}.txt", known | context).strip()
    return Part(subject, text, f"you keep quotes of {quote.town}")
