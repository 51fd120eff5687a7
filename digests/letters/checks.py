"""A town's lead is asked to check a section; the Programme Team hears what is wrong with one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse

from digests.models import Digest, Section
from digests.queries.desk import section_address
from kit.dates import day_near, day_of, in_full
from kit.links import link_to
from outbox.kinds import Part, Said, Unneeded
from outbox.layout import quoted
from outbox.models import Notice
from outbox.promises import number_in
from towns.queries.holders import leads_of, team

GONE = Unneeded("The section is not there any more.")
NOT_THEIRS = Unneeded("Its reader does not lead that town any more.")
type Words = Callable[[Section, Notice, datetime], Said]


def ask_to_check(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice asks of a lead: two statements."""
    sections = _sections(notices)
    leads = leads_of({one.town_id or 0 for one in sections.values()}, on=day_of(at))
    said: dict[int, Said] = {}
    for notice in notices:
        section = sections.get(number_in(notice.about))
        if section is None:
            said[notice.pk] = GONE
        elif notice.person not in leads[section.town_id or 0]:
            said[notice.pk] = NOT_THEIRS
        else:
            said[notice.pk] = _asked(section, at)
    return said


def tell_remark(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice tells the team of a lead's remark: two statements."""
    sections, members = _sections(notices), team(on=day_of(at))
    said: dict[int, Said] = {}
    for notice in notices:
        section = sections.get(number_in(notice.about))
        if section is None:
            said[notice.pk] = GONE
        elif notice.person not in members:
            said[notice.pk] = Unneeded("Its reader is not of the Programme Team any more.")
        else:
            said[notice.pk] = _remarked(section)
    return said


def _sections(notices: Sequence[Notice]) -> dict[int, Section]:
    rows = Section.objects.filter(pk__in=[number_in(one.about) for one in notices])
    return {one.pk: one for one in rows.select_related("town", "digest")}


def _asked(section: Section, at: datetime) -> Said:
    if section.is_approved:
        return Unneeded("The section is approved.")
    if section.digest.state != Digest.State.CHECK:
        return Unneeded("The digest is not being checked any more.")
    last = section.answer_by or day_of(at)
    return _part(
        "section_to_check",
        section,
        f"{section.town} in the digest: is this right?",
        f"you lead {section.town}",
        last=in_full(last),
        near=day_near(last, on=day_of(at)),
        url=link_to(reverse("digests:check", args=[section.digest.quarter, _slug(section)])),
    )


def _remarked(section: Section) -> Said:
    if not section.remark:
        return Unneeded("The section was approved meanwhile.")
    is_published = section.digest.state == Digest.State.PUBLISHED
    if section.digest.state != Digest.State.CHECK and not is_published:
        return Unneeded("The digest is neither checked nor published now.")
    desk = section_address(section.digest, section)
    return _part(
        "section_remarked",
        section,
        f"{section.town} in the digest: something is not right",
        "you are of the Programme Team",
        words=quoted(section.remark),
        is_published=is_published,
        url=link_to(f"{section.digest.get_absolute_url()}?depth=full" if is_published else desk),
    )


def _part(template: str, section: Section, subject: str, reason: str, **context: object) -> Part:
    known = {"town": section.town, "quarter": section.digest.title}
    text = render_to_string(f"digests/mail/{template}.txt", known | context).strip()
    return Part(subject, text, reason)


def _slug(section: Section) -> str:
    return section.town.slug if section.town else ""
