"""Town check: each town's lead reads the town's own section, and approves it or says what is wrong.

Silence is shown, not assumed: nobody approves by saying nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

import audit.actions
from digests.actions.steps import State, held_for_editing, in_words, move
from digests.models import Digest, Section
from digests.notices import REMARKED, TO_CHECK
from digests.policies import may_check_section
from kit.errors import DomainError
from outbox.actions.promising import promise_all
from outbox.promises import Promise, key_of
from people.models import User
from towns.models import Holiday, Programme, Town
from towns.queries.holders import leads_of, team
from towns.working_days import next_working_day

LONGEST = timedelta(days=60)  # no run of working days is longer


class NotChecked(DomainError):
    """The towns do not check this digest now."""


class SectionChanged(DomainError):
    """The section was changed since its reader saw it."""


@transaction.atomic
def begin_check(digest: Digest, *, by: User, at: datetime) -> int:
    """Ask each town's lead to check its section; how many were asked who had not been.

    A town without a lead is not asked, and its section says so. Repeating asks those who came into
    post since, and those whose section was changed since they were asked; nobody twice of the same.

    Raises:
        PermissionDenied: `by` is not of the Programme Team.
        NotNow: it is being gathered, or frozen already.
    """
    digest = held_for_editing(digest, by=by, at=at)
    if digest.state != State.CHECK:
        move(digest, State.CHECK)
        digest.check_began_at = digest.check_began_at or at
        digest.save()
        audit.actions.record("digest.check_began", about=digest, by=by, at=at)
    today = timezone.localdate(at)
    settled = Q(approved_version=F("version"))
    rows = digest.sections.filter(~settled | Q(approved_version=None), town__isnull=False)
    sections = list(rows.select_for_update(of=["self"], no_key=True).select_related("town"))
    leads = leads_of({one.town_id or 0 for one in sections}, on=today)
    asked = [one for one in sections if leads[one.town_id or 0]]
    new = [one for one in asked if one.asked_at is None or one.remark or one.approved_at]
    days = _answer_by([one.town for one in new if one.town], on=today)
    for section in new:
        section.asked_at, section.answer_by = at, days[section.town_id or 0]
    Section.objects.bulk_update(new, ["asked_at", "answer_by"])
    return _promise_checks(asked, leads, at=at)


@transaction.atomic
def approve_section(section: Section, *, seen_version: int, by: User, at: datetime) -> Section:
    """The town's lead approves the section as they saw it. May be repeated.

    Raises:
        PermissionDenied: `by` does not lead the town.
        NotChecked: the towns do not check the digest now.
        SectionChanged: it reads otherwise than what was seen.
    """
    section = _held(section, by=by, at=at)
    if section.version != seen_version:
        raise SectionChanged(
            "The Programme Team changed this section while you read it. Read it once more; it "
            "stands below as it is now."
        )
    if section.is_approved:
        return section
    section.approved_at, section.approved_by = at, by
    section.approved_version = section.version
    section.remark, section.remarked_at, section.remarked_by = "", None, None
    section.save()
    audit.actions.record("section.approved", about=section, by=by, at=at)
    return section


@transaction.atomic
def remark_on_section(section: Section, text: str, *, by: User, at: datetime) -> Section:
    """The town's lead says what is not right; the Programme Team hears of it at once.

    Of a published digest too: the lead asks for a correction. What was approved stays approved.

    Raises:
        PermissionDenied: `by` does not lead the town.
        NotChecked: the digest is neither checked now nor published.
    """
    section = _held(section, by=by, at=at, states=(State.CHECK, State.PUBLISHED))
    section.remark, section.remarked_at, section.remarked_by = text, at, by
    if section.digest.state == State.CHECK:
        section.approved_at = section.approved_by = section.approved_version = None
    section.save()
    audit.actions.record("section.remarked", about=section, by=by, at=at)
    about, occasion = key_of(section), at.isoformat(timespec="seconds")
    told = team(on=timezone.localdate(at)) - {by.person_id}
    promise_all([Promise(REMARKED, one, about, occasion) for one in sorted(told)], at=at)
    return section


def _held(
    section: Section,
    *,
    by: User,
    at: datetime,
    states: Collection[State] = (State.CHECK,),
) -> Section:
    """The section as it is now, of a digest in one of these states, for the lead of its town."""
    digest = Digest.objects.select_for_update(no_key=True).get(pk=section.digest_id)
    rows = Section.objects.select_for_update(no_key=True, of=["self"]).select_related("town")
    found = rows.get(pk=section.pk)
    if not may_check_section(by, found, on=timezone.localdate(at)):
        raise PermissionDenied
    if digest.state not in states:
        raise NotChecked(f"This digest is not being checked any more: {in_words(digest)}.")
    found.digest = digest
    return found


def _answer_by(towns: Iterable[Town], *, on: date) -> Mapping[int, date]:
    """The last day to answer of each town, in its own working days: two statements."""
    known = list(towns)
    closed: defaultdict[int, set[date]] = defaultdict(set)
    rows = Holiday.objects.filter(
        council__in={one.council_id for one in known}, on__range=(on, on + LONGEST)
    )
    for council, day in rows.values_list("council", "on"):
        closed[council].add(day)
    programmes = Programme.objects.in_bulk({one.programme_id for one in known})
    return {
        one.pk: _working_days_after(
            on,
            programmes[one.programme_id].digest_check_working_days,
            holidays=closed[one.council_id],
        )
        for one in known
    }


def _working_days_after(day: date, number: int, *, holidays: AbstractSet[date]) -> date:
    for _ in range(number):
        day = next_working_day(day, holidays=holidays)
    return day


def _promise_checks(
    sections: Iterable[Section], leads: Mapping[int, AbstractSet[int]], *, at: datetime
) -> int:
    promises = [
        Promise(TO_CHECK, person, key_of(one), f"version {one.version}")
        for one in sections
        for person in sorted(leads[one.town_id or 0])
    ]
    return promise_all(promises, at=at)
