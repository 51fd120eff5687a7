"""One's own account: what is known, how one signs in, which letters one gets, the second step."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from front.posts import is_privileged
from outbox.actions import choosing
from outbox.forms import ChoiceForm
from outbox.models import Preference
from outbox.queries import choice_of
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
        "letters": Preference.Choice(choice_of(request.user.person_id)).label,
        "can_support": posts_of_sender(request, on=today).reaches(Thing.SUPPORT),
    }
    return render(request, "front/account_page.html", context)


@require_http_methods(["GET", "POST"])
def letters_page(request: AuthedRequest) -> HttpResponse:
    """Which letters one gets: the same three choices as behind the link in a letter."""
    person = request.user.person_id
    posted = request.POST if request.method == "POST" else None
    form = ChoiceForm(posted, initial={"choice": choice_of(person)})
    if form.is_valid():
        choosing.choose(person, form.cleaned_data["choice"], at=timezone.now())
        messages.success(request, "Your choice is kept.")
        return redirect("front:account")
    return render(request, "front/letters_page.html", {"form": form})


@require_safe
def second_factor_page(request: AuthedRequest) -> HttpResponse:
    """Where people whose post needs a second step choose one; once they have it, it is done."""
    factors = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    if set(second_steps_of(request.user).values()) & set(factors):
        return redirect("front:account")
    return render(request, "front/second_factor_page.html")
