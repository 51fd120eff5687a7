"""One's own account: what is known, how one signs in, and the second step of those who need one."""

from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from front.posts import is_privileged
from people.http import AuthedRequest
from people.queries import second_steps_of
from towns.access import Thing
from towns.posts import posts_of_sender
from towns.queries.people import held_by


@require_safe
def account_page(request: AuthedRequest) -> HttpResponse:
    """Name, address, posts, second steps and sessions, each with its page."""
    today = timezone.localdate()
    kinds = list(second_steps_of(request.user).values())
    context = {
        "person": request.user.person,
        "tenures": held_by(request.user, on=today),
        "has_app": Authenticator.Type.TOTP in kinds,
        "passkeys": sum(kind == Authenticator.Type.WEBAUTHN for kind in kinds),
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "needs_second_factor": is_privileged(request),
        "can_support": posts_of_sender(request, on=today).reaches(Thing.SUPPORT),
    }
    return render(request, "front/account_page.html", context)


@require_safe
def second_factor_page(request: AuthedRequest) -> HttpResponse:
    """Where people whose post needs a second step choose one; once they have it, it is done."""
    factors = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    if set(second_steps_of(request.user).values()) & set(factors):
        return redirect("front:account")
    return render(request, "front/second_factor_page.html")
