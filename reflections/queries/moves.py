"""Two months beside each other, before items move from one to the other."""

from dataclasses import dataclass
from datetime import date

from kit.dates import month_name
from people.models import User
from reflections.models import Item, Report

MONTHS_OFFERED = 18


@dataclass(frozen=True)
class Month:
    """One month's items, as far as this person reads them; the others are counted."""

    name: str
    status: str
    items: tuple[Item, ...]
    hidden: int


def months_to_move_to(report: Report) -> list[date]:
    """The town's other months, the newest first."""
    months = Report.objects.filter(town=report.town_id).exclude(pk=report.pk)
    return list(months.order_by("-month").values_list("month", flat=True)[:MONTHS_OFFERED])


def other_month(report: Report, month: date, user: User, *, on: date) -> Month | None:
    """The month that was chosen, if the town has a report for it."""
    found = Report.objects.filter(town=report.town_id, month=month).first()
    return month_of_report(found, user, on=on) if found else None


def month_of_report(report: Report, user: User, *, on: date) -> Month:
    """One of the two months."""
    visible = Item.objects.visible_to(user, on=on).filter(report=report)
    items = tuple(visible.in_order())
    total = Item.objects.standing().filter(report=report).count()
    return Month(
        name=month_name(report.month),
        status=report.get_status_display(),
        items=items,
        hidden=total - len(items),
    )
