"""The digests there are, and the beginning of one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from digests.actions.gathering import begin_digest
from digests.models import Digest
from digests.policies import may_edit_digests
from digests.queries.lists import quarter_to_begin, rows_of
from kit.errors import DomainError
from kit.periods import month_from, quarter_months
from people.http import AuthedRequest


@require_safe
def digests_page(request: AuthedRequest) -> HttpResponse:
    """Every digest that its reader sees, the newest first."""
    on = timezone.localdate()
    before = month_from(request.GET.get("before", ""))
    may_edit = may_edit_digests(request.user, on=on)
    found = Digest.objects.visible_to(request.user, on=on)
    rows, further = rows_of(found, request.user, may_edit=may_edit, before=before)
    to_begin = quarter_to_begin(on=on) if may_edit else None
    context = {
        "rows": rows,
        "further": further,
        "may_edit": may_edit,
        "to_begin": quarter_months(to_begin) if to_begin else "",
    }
    return render(request, "digests/digests_page.html", context)


@require_POST
def begin_page(request: AuthedRequest) -> HttpResponse:
    """Begins the digest of the quarter that ended last."""
    now = timezone.now()
    if not may_edit_digests(request.user, on=timezone.localdate(now)):
        raise PermissionDenied
    quarter = quarter_to_begin(on=timezone.localdate(now))
    if quarter is None:
        messages.error(request, "Somebody began it a moment ago.")
        return redirect("digests:digests")
    try:
        digest = begin_digest(quarter, by=request.user, at=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("digests:digests")
    return redirect("digests:desk", digest.quarter)
