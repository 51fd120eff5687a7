"""Whom a town knew at its start."""

from collections.abc import Sequence
from datetime import date

from partners.models import Baseline, TieObservation
from towns.models import Programme, Town, TownStatus


def start_of(town: Town, *, today: date) -> date:
    """The day of a town's start: the first of its being active, or of its programme, or today."""
    active = TownStatus.objects.filter(town=town, status=TownStatus.Status.ACTIVE)
    first = active.order_by("starts_on").values_list("starts_on", flat=True).first()
    if first is None:
        first = Programme.objects.values_list("starts_on", flat=True).get(pk=town.programme_id)
    return min(first, today)


def baseline_of(town: Town) -> Baseline | None:
    """The town's baseline, once it is frozen."""
    return Baseline.objects.select_related("frozen_by__person").filter(town=town).first()


def noted_at_start(town: Town) -> Sequence[TieObservation]:
    """What was noted of its start, by organisation."""
    rows = TieObservation.objects.filter(tie__town=town, source=TieObservation.Source.BASELINE)
    return list(rows.select_related("tie__organisation").order_by("tie__organisation__name", "pk"))
