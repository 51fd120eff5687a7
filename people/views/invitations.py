"""The page of an invitation. Looking at it opens nothing: mail scanners look at every link."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kit.errors import DomainError
from people.actions import invitations

GONE = 410


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation_page(request: HttpRequest, token: str) -> HttpResponse:
    """Who is invited to what, and the button that opens the account and sends the first code."""
    now = timezone.now()
    try:
        invitation = invitations.invitation_of(token, at=now)
        if request.method == "GET" or request.user.is_authenticated:
            return render(request, "people/invitation_page.html", {"invitation": invitation})
        user = invitations.accept_invitation(token, at=now)
    except DomainError as refusal:
        context = {"refusal": str(refusal)}
        return render(request, "people/invitation_page.html", context, status=GONE)
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
    return redirect("account_confirm_login_code")
