"""What would go out on a day."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from front.forms.days import YEARS, OnDayForm
from front.queries.due import due_on
from front.views.office.doors import letters
from people.http import AuthedRequest

MOST = 200  # letters, and of those who are skipped; the command `due` lists more
DAY = timedelta(days=1)
FIRST, LAST = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)


@require_safe
@letters
def due_page(request: AuthedRequest) -> HttpResponse:
    """Every letter of a day, to whom and why, and who is skipped and why; today unless asked."""
    now = timezone.now()
    today = timezone.localdate(now)
    form = OnDayForm(request.GET)
    on = (form.cleaned_data["on"] if form.is_valid() else None) or today
    due = due_on(on, at=now)
    context = {
        "form": form,
        "on": on,
        "is_today": on == today,
        "is_past": on < today,
        "letters": due.letters[:MOST],
        "more_letters": len(due.letters[MOST:]),
        "skipped": due.skipped[:MOST],
        "more_skipped": len(due.skipped[MOST:]),
        "earlier": on - DAY if on - DAY >= FIRST else None,
        "later": on + DAY if on + DAY <= LAST else None,
    }
    return render(request, "front/office/due_page.html", context)
