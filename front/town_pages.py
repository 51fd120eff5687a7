"""What the pages about towns show of several rooms at once."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kit.dates import day_near, in_full, in_short, month_name
from kit.periods import month_of, shift
from people.models import User
from reflections.models import Obligation, Report
from towns.models import Town

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class MonthRow:
    """One month of a town: its report, if the reader may open it, and how it stands."""

    title: str
    url: str
    kind: str
    word: str
    note: str


@dataclass(frozen=True)
class Reports:
    """The months of a town that a reader may know of, and what falls due next."""

    rows: tuple[MonthRow, ...]
    next_due: str


def reports_of(town: Town, *, user: User, on: date) -> Reports:
    """The last twelve months and the present one, the newest first: two statements."""
    since = shift(month_of(on), -MONTHS_SHOWN)
    visible = Report.objects.visible_to(user, on=on).filter(town=town, month__gte=since)
    reports = {report.month: report for report in visible.order_by("-month")}
    known = Obligation.objects.visible_to(user, on=on).filter(town=town, month__gte=since)
    obligations = {row.month: row for row in known.order_by("-month")}
    months = sorted(reports.keys() | obligations.keys(), reverse=True)
    return Reports(
        tuple(_row(town, m, reports.get(m), obligations.get(m), on=on) for m in months),
        _next_due(list(obligations.values()), on=on),
    )


def _row(
    town: Town, month: date, report: Report | None, row: Obligation | None, *, on: date
) -> MonthRow:
    if report:
        report.town = town
    is_excused = row is not None and row.state == Obligation.State.EXCUSED
    has_words = report is not None and (report.submitted_at or report.started_at)
    url = report.get_absolute_url() if report and (has_words or not is_excused) else ""
    kind, word = _standing(report, row, on=on)
    return MonthRow(month_name(month), url, kind, word, _note(report, row, on=on))


def _standing(report: Report | None, row: Obligation | None, *, on: date) -> tuple[str, str]:
    """The tag: its kind and its word."""
    if report and report.submitted_at:
        if report.nothing_to_report:
            return "nothing", "Nothing this month"
        return "met", "Late" if row and row.was_late else "Submitted"
    if row is None:
        return "", "Open"
    if row.state == Obligation.State.EXCUSED:
        return "excused", "Excused"
    if row.state == Obligation.State.MET:
        return "met", "Submitted"
    return ("late", "Late") if timezone.localdate(row.due_at) < on else ("owed", "Owed")


def _note(report: Report | None, row: Obligation | None, *, on: date) -> str:
    if report and report.submitted_at:
        return f"Handed over on {in_full(timezone.localdate(report.submitted_at))}"
    if row is None:
        return ""
    if row.state == Obligation.State.EXCUSED:
        return f"No report owed: {Obligation.Reason(row.reason).label.lower()}"
    due = timezone.localdate(row.due_at)
    return f"{'Was due' if due < on else 'Due'} by the end of {in_full(due)}"


def _next_due(obligations: list[Obligation], *, on: date) -> str:
    """The next due date in words, or nothing."""
    ahead = [
        row
        for row in obligations
        if row.state == Obligation.State.OWED and timezone.localdate(row.due_at) >= on
    ]
    if not ahead:
        return ""
    row = min(ahead, key=lambda row: row.due_at)
    due = timezone.localdate(row.due_at)
    return f"The {month_name(row.month)} report is due on {in_short(due)}, {day_near(due, on=on)}."
