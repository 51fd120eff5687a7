"""Proving oneself once more by a code, before an account changes (without a second factor)."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from people.actions.letters import write_to_account
from people.forms.sign_in import OnceMoreForm
from people.http import AuthedRequest

PENDING = "once_more"  # session: the code that was sent, when, and how often another was typed


@require_http_methods(["GET", "POST"])
def once_more_page(request: AuthedRequest) -> HttpResponse:
    """A button that sends a code, then a box for it. Looking at the page sends nothing."""
    onward = request.POST.get("next", request.GET.get("next", ""))
    if not get_adapter().is_safe_url(onward):
        onward = ""
    pending = _pending(request)
    form = OnceMoreForm(
        request.POST if _is_typed(request) else None, expected=pending.get("code", "")
    )
    if request.method == "POST" and not pending:
        return _send(request, onward)
    if form.is_bound and form.is_valid():
        del request.session[PENDING]
        record_authentication(request, request.user, method="code", reauthenticated=True)
        return resume_request(request) or redirect(onward or "front:account")
    if form.is_bound:
        _count(request, pending)
    context = {"form": form, "is_sent": bool(_pending(request)), "onward": onward}
    return render(request, "people/once_more_page.html", context)


def _is_typed(request: HttpRequest) -> bool:
    return request.method == "POST" and "code" in request.POST


def _pending(request: HttpRequest) -> dict[str, Any]:
    """The code that waits, unless it is too old."""
    pending: dict[str, Any] = request.session.get(PENDING, {})
    if pending and time.time() - pending["at"] > app_settings.LOGIN_BY_CODE_TIMEOUT:
        return {}
    return pending


def _count(request: HttpRequest, pending: dict[str, Any]) -> None:
    """After five wrong codes, the code is worth nothing."""
    pending["tries"] += 1
    if pending["tries"] >= app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS:
        del request.session[PENDING]
    else:
        request.session[PENDING] = pending


def _send(request: AuthedRequest, onward: str) -> HttpResponse:
    if refused := ratelimit.consume_or_429(
        request, app="allauth.account", action="reauthenticate", user=request.user
    ):
        return refused
    code = get_adapter().generate_login_code()
    request.session[PENDING] = {"code": code, "at": time.time(), "tries": 0}
    write_to_account(
        "people/mail/once_more",
        to=request.user.email,
        user=request.user,
        at=timezone.now(),
        code=code,
    )
    query = f"?{urlencode({'next': onward})}" if onward else ""
    return redirect(f"{request.path}{query}")
