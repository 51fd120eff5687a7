"""Turns the connections of reports that were handed over into observations of ties."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONArray
from django.utils import timezone

from kit.periods import last_day
from partners.actions.ties import Seen, forget, observe
from partners.models import TieObservation
from people.models import Organisation
from reflections.models import Item, ItemObservation, Jot, Kind, Report, ReportVersion
from reflections.queries.reports import SnapshotItem, items_of

AT_ONCE = 200  # reports in one run


def observe_reported(*, at: datetime) -> int:
    """Make ties tell what the reports say that were handed over since; returns how many did.

    For the timetable: a bounded number at once, each report in a transaction of its own. Safe to
    repeat, and to run twice at once.
    """
    waiting = ReportVersion.objects.filter(is_observed=False).order_by("pk")
    reports = list(dict.fromkeys(waiting.values_list("report", flat=True)[:AT_ONCE]))
    for number in reports:
        _observe(number, at=at)
    return len(reports)


@transaction.atomic
def _observe(report_id: int, *, at: datetime) -> None:
    """By what was handed over last, whatever its lead changes meanwhile.

    Items set aside by the team keep their observations, which nobody reads until they are put back.
    """
    report = Report.objects.select_for_update(of=["self"]).select_related("town").get(pk=report_id)
    versions = ReportVersion.objects.filter(report=report)
    last = versions.select_related("made_by").latest("number")
    items = {str(item.key): item for item in _with_facts(Item.objects.filter(report=report))}
    wanted = dict(_told_in(items_of(last), items, report.month))
    by = last.made_by
    known = {UUID(key): number for item in items.values() for key, number in vars(item)["told"]}
    forget([number for key, number in known.items() if key not in wanted])
    seen = [one for _, one in wanted.values()]
    made = observe(report.town, TieObservation.Source.CONNECTION, seen, by=by, at=at)
    ItemObservation.objects.bulk_create(
        ItemObservation(item=wanted[key][0], observation_id=number)
        for key, number in made.items()
        if key not in known
    )
    versions.filter(is_observed=False).update(is_observed=True)


def _told_in(
    copies: Sequence[SnapshotItem], items: Mapping[str, Item], month: date
) -> Iterator[tuple[UUID, tuple[Item, Seen]]]:
    """One observation an item and organisation, by its key."""
    slugs = {named["slug"] for copy in copies for named in copy["organisations"]}
    numbers = dict(Organisation.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    for copy in copies:
        item = items.get(copy["key"])
        if item is None or copy["kind"] != Kind.CONNECTION:
            continue
        for number in (numbers[named["slug"]] for named in copy["organisations"]):
            key = uuid5(item.key, str(number))
            yield key, (item, Seen(key, number, _noticed_on(item, month), copy.get("strength")))


def forget_observations(items: Iterable[Item]) -> None:
    """Take out what these items told of ties, before they go."""
    told = ItemObservation.objects.filter(item__in=[item.pk for item in items])
    forget(list(told.values_list("observation", flat=True)))


def _with_facts(items: QuerySet[Item]) -> QuerySet[Item]:
    """Items with what they told before, and the day of their jot."""
    told = ItemObservation.objects.filter(item=OuterRef("pk"))
    return items.annotate(
        told=ArraySubquery(told.values(row=JSONArray("observation__key", "observation"))),
        noticed_on=Subquery(Jot.objects.filter(item=OuterRef("pk")).values("noticed_on")[:1]),
    )


def _noticed_on(item: Item, month: date) -> date:
    """The day of the jot that it came from, else that on which it was written, within the month."""
    day = vars(item)["noticed_on"] or timezone.localdate(item.created_at)
    return min(max(day, month), last_day(month))
