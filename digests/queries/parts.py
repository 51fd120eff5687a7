"""Sections and their passages as an edition would say them: for the freezing, and for a look."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Prefetch, QuerySet

from digests.content import Content, Depth, Head, Part, Sort, words_of
from digests.content import Passage as Said
from digests.models import Digest, Passage, Section
from digests.queries.across import charts_of
from digests.queries.originals import honesty_in, span_of
from digests.wording import arrived_late
from kit.dates import day_of, in_full
from kit.periods import quarter_months, quarter_name
from towns.queries.holders import leads_of

KEPT = "kept_passages"
PREVIEWED = 40  # sections


def with_passages(sections: QuerySet[Section]) -> QuerySet[Section]:
    """Sections with what is not left out of them, and who approved them: one statement more."""
    passages = Passage.objects.kept().in_order().select_related("quote")
    return sections.select_related("town", "approved_by__person").prefetch_related(
        Prefetch("passages", queryset=passages, to_attr=KEPT)
    )


def part_of(section: Section, *, has_lead: bool) -> Part:
    """What a section `with_passages` says. `has_lead`: somebody is in post to check it."""
    passages: Sequence[Passage] = getattr(section, KEPT)
    return Part(
        slug=section.town.slug if section.town else "",
        name=section.name,
        progress=section.progress,
        standing=standing_of(section, has_lead=has_lead),
        passages=tuple(said(one) for one in passages),
    )


def part_now(section: Section, *, on: date) -> Part:
    """What a section says as it stands: three statements at most."""
    row = with_passages(Section.objects.filter(pk=section.pk)).get()
    has_lead = bool(row.town_id and leads_of({row.town_id}, on=on)[row.town_id])
    return part_of(row, has_lead=has_lead)


def said(passage: Passage) -> Said:
    """One passage as it is read. A quote is named as its speaker wants to be named now."""
    return Said(
        key=str(passage.key),
        sort=Sort(passage.sort),
        depth=Depth(passage.depth),
        text=passage.text,
        note=passage.quote.said_by if passage.quote else passage.note,
        month=arrived_late(passage.month) if passage.month else "",
    )


def standing_of(section: Section, *, has_lead: bool) -> str:
    """Who has checked a section, in a sentence that its readers see."""
    if section.town is None:
        return ""
    if section.is_approved and section.approved_at:
        day = in_full(day_of(section.approved_at))
        return f"Checked by the Project Lead on {day}."
    if section.approved_at:
        day = in_full(day_of(section.approved_at))
        return f"Checked by the Project Lead on {day}; changed by the Programme Team after that."
    if section.asked_at is None:
        who = "The Project Lead was not asked" if has_lead else "Nobody was in post"
        return f"{who} to check this."
    if section.remark:
        return "The Project Lead has not approved this."
    return "The Project Lead was asked to check this, and has not answered."


def preview_of(digest: Digest, *, on: date) -> Content:
    """What an edition would say if it were frozen now; of many towns the first of them."""
    sections = list(with_passages(digest.sections.in_order())[:PREVIEWED])
    leads = leads_of(towns_of(sections), on=on)
    parts = tuple(
        part_of(one, has_lead=bool(one.town_id and leads[one.town_id])) for one in sections
    )
    head = head_of(digest, {}, on=on)
    return Content(replace(head, words=words_of(head, parts)), parts)


def head_of(digest: Digest, words: Mapping[Depth, int], *, on: date) -> Head:
    """What stands above the parts of an edition: nine statements."""
    span = span_of(digest, on=on)
    honesty = honesty_in(digest.quarter)
    return Head(
        quarter=f"{digest.quarter:%Y-%m}",
        title=quarter_months(digest.quarter),
        label=quarter_name(digest.quarter),
        opening=digest.opening,
        completeness=honesty.completeness,
        gaps=honesty.gaps,
        charts=charts_of(span),
        words=dict(words),
    )


def towns_of(sections: Iterable[Section]) -> set[int]:
    """The numbers of the towns of sections."""
    return {one.town_id for one in sections if one.town_id is not None}
