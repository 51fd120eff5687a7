"""Two months beside each other, before items move from one to the other."""

from dataclasses import dataclass
from datetime import date

from kit.dates import day_of, in_full, month_name
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
    is_nothing: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it, and nobody signed that there was nothing."""
        return not (self.items or self.hidden or self.is_nothing)


def months_to_move_to(report: Report) -> list[date]:
    """The town's other months, the newest first."""
    months = Report.objects.filter(town=report.town_id).exclude(pk=report.pk)
    return list(months.order_by("-month").values_list("month", flat=True)[:MONTHS_OFFERED])


def other_month(report: Report, month: date, user: User, *, on: date) -> Month | None:
    """The month that was chosen, if the town has a report for it."""
    found = (
        Report.objects.filter(town=report.town_id, month=month)
        .select_related("submitted_by__person")
        .first()
    )
    return month_of_report(found, user, on=on) if found else None


def month_of_report(report: Report, user: User, *, on: date) -> Month:
    """One of the two months."""
    visible = Item.objects.visible_to(user, on=on).filter(report=report)
    items = tuple(visible.in_order())
    total = Item.objects.standing().filter(report=report).count()
    return Month(
        name=month_name(report.month),
        status=_status(report),
        items=items,
        hidden=total - len(items),
        is_nothing=_is_nothing(report),
    )


def _is_nothing(report: Report) -> bool:
    return report.nothing_to_report and report.status == Report.Status.SUBMITTED


def _status(report: Report) -> str:
    if not (_is_nothing(report) and report.submitted_by and report.submitted_at):
        return report.get_status_display()
    who, day = report.submitted_by.person.name, in_full(day_of(report.submitted_at))
    return f"Nothing this month, signed by {who} on {day}"


def fates(this: Month, other: Month) -> tuple[str, str]:
    """What becomes of each month when `this` moves, where that is no list of items to tick."""
    if this.is_nothing and other.is_empty:
        return f"It moves to {other.name}, and {this.name} is open again.", ""
    if this.is_nothing:
        stays = f"{other.name} has its own and keeps it." if other.is_nothing else ""
        return f"It is taken back, and {this.name} is open again.", stays
    if other.items or other.hidden:
        return f"Tick what moves to {other.name}.", ""
    return (
        f"All of it moves to {other.name}.",
        "What moves here takes its place." if other.is_nothing else "",
    )
