"""Moving what was filed for the wrong month."""

from datetime import date, datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kit.dates import month_name
from people.http import AuthedRequest
from reflections.actions.moves import (
    MonthHasItems,
    NoSuchMonth,
    NothingChosen,
    UnderRevision,
    move_report,
)
from reflections.forms.moves import MoveForm, keys_chosen
from reflections.models import Report
from reflections.policies import may_move_report
from reflections.queries.moves import fates, month_of_report, months_to_move_to, other_month
from reflections.views.finding import report_at


@require_http_methods(["GET", "HEAD", "POST"])
def move_page(request: AuthedRequest, town_slug: str, month: date) -> HttpResponse:
    """Chooses the right month, compares both, and moves all or some of the items."""
    now = timezone.now()
    on = timezone.localdate(now)
    report = report_at(request, town_slug, month, on=on)
    if not may_move_report(request.user, report, on=on):
        raise PermissionDenied
    is_asked = not request.GET.keys().isdisjoint({"to", "compare"})
    sent = request.POST if request.method == "POST" else request.GET if is_asked else None
    form = MoveForm(sent, months=months_to_move_to(report))
    if request.method == "POST" and form.is_valid():
        answer = _moved(request, report, form, at=now)
        if answer is not None:
            return answer
    return render(request, "reflections/move_page.html", _context(request, report, form, on=on))


def _moved(
    request: AuthedRequest, report: Report, form: MoveForm, *, at: datetime
) -> HttpResponse | None:
    """Moves, and goes where the mover can see what came of it; none if it was refused."""
    chosen = keys_chosen(request.POST.getlist("item")) if "choose" in request.POST else None
    try:
        target = move_report(report, to=form.month(), keys=chosen, by=request.user, at=at)
    except (MonthHasItems, NoSuchMonth, NothingChosen, UnderRevision) as refusal:
        form.add_error(None, str(refusal))
        return None
    if report.nothing_to_report:
        messages.success(request, f"{month_name(report.month)} is open again.")
    else:
        messages.success(request, f"Moved to {month_name(target.month)}.")
    seen = Report.objects.visible_to(request.user, on=timezone.localdate(at))
    there = seen.filter(pk__in=[report.pk, target.pk]).select_related("town")
    found = there.filter(pk=target.pk).first() or there.first()
    return redirect(found) if found else redirect("reflections:grid")


def _context(
    request: AuthedRequest, report: Report, form: MoveForm, *, on: date
) -> dict[str, object]:
    month = form.month() if form.is_bound and form.is_valid() else None
    this = month_of_report(report, request.user, on=on)
    other = other_month(report, month, request.user, on=on) if month else None
    this_fate, other_fate = fates(this, other) if other else ("", "")
    return {
        "form": form,
        "report": report,
        "this": this,
        "this_fate": this_fate,
        "other": other,
        "other_fate": other_fate,
        "to": f"{month:%Y-%m}" if month else "",
        "is_taken_back": other is not None and this.is_nothing and not other.is_empty,
        "has_choice": other is not None and bool(other.items or other.hidden),
    }
