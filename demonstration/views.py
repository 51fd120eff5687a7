"""Pages that only the demonstration has: sign-in cards and the local mailbox."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from demonstration.checks import is_loopback
from demonstration.letters import letter, newest_letters
from demonstration.queries import people_of_cards, person_of_card
from people.views.sign_in import AskForCodeView

type View = Callable[..., HttpResponseBase]


def at_home(view: View) -> View:
    """A page that exists for the machine itself only."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not _is_at_home(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _is_at_home(request: HttpRequest) -> bool:
    """Not by way of a proxy either: behind one, everybody looks like the machine itself."""
    return (
        settings.DEMO
        and is_loopback(request.META["REMOTE_ADDR"])
        and "x-forwarded-for" not in request.headers
    )


class SignInWithCardsView(AskForCodeView):
    """The portal's own sign-in page, with a card for each person of the demonstration."""

    template_name = "demonstration/sign_in_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 -- Django's signature
        """Those whose rows exist, in the order of the cards; none for another machine."""
        if not _is_at_home(self.request):
            return super().get_context_data(**kwargs)
        return super().get_context_data(**kwargs) | {"cards": people_of_cards()}


sign_in_page = SignInWithCardsView.as_view()


@login_not_required
@at_home
@require_POST
def sign_in(request: HttpRequest, email: str) -> HttpResponse:
    """Sign in as one of the cards' people, without a code."""
    user = person_of_card(email)
    if user is None:
        raise Http404
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, user, method="demonstration")
    return perform_login(request, Login(user=user, email=user.email))


@login_not_required
@at_home
@require_safe
def mailbox_page(request: HttpRequest) -> HttpResponse:
    """The newest letters that the portal sent, to anybody."""
    letters = newest_letters(settings.MAILBOX_DIR)
    return render(request, "demonstration/mailbox_page.html", {"letters": letters})


@login_not_required
@at_home
@require_safe
def letter_page(request: HttpRequest, key: str) -> HttpResponse:
    """One letter: its text, and its HTML as source, which no browser runs."""
    found = letter(settings.MAILBOX_DIR, key)
    if found is None:
        raise Http404
    return render(request, "demonstration/letter_page.html", {"letter": found})
