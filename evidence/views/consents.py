"""Where what was agreed of a quote is recorded and withdrawn, and the speaker's own page."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from evidence.actions.consents import (
    EndsWrongly,
    NotThen,
    record_consent,
    renew_link,
    withdraw_by_link,
    withdraw_consent,
)
from evidence.actions.quotes import QuoteChanged
from evidence.forms import ConsentForm
from evidence.models import Consent, Quote, Scope
from evidence.queries.quotes import consent_of_token, may_be_withdrawn
from evidence.views.quotes import FormPage, about_quote, form_page, seen_anew
from kit.attempts import attempt
from kit.errors import DomainError
from kit.http import kept_to_holder
from kit.links import link_to
from people.http import AuthedRequest

USUAL_YEARS = 2


@never_cache
@require_http_methods(["GET", "POST"])
@about_quote
def consent_page(request: AuthedRequest, quote: Quote) -> HttpResponse:
    """Records what was agreed, and shows once the link by which it is withdrawn."""
    form = ConsentForm(request.POST if request.method == "POST" else None, initial=_usual(quote))
    made: list[tuple[Consent, str]] = []

    def record() -> None:
        seen_at, by, at = form.cleaned_data["seen_at"], request.user, timezone.now()
        try:
            made.append(record_consent(quote, form.given(), seen_at=seen_at, by=by, at=at))
        except QuoteChanged:
            seen_anew(form, quote)
            raise

    if attempt(form, record, at={NotThen: "given_on", EndsWrongly: "until"}):
        return _link_page(request, quote, *made[0])
    page = FormPage("What was agreed?", "Record it", _address(quote), quote)
    return form_page(request, form, quote.town, page)


def _usual(quote: Quote) -> dict[str, object]:
    """What is agreed most of the time."""
    today = timezone.localdate()
    february = today.month == 2 and today.day == 29
    until = today.replace(year=today.year + USUAL_YEARS, day=28 if february else today.day)
    return {
        "scopes": [Scope.COHORT],
        "given_by": "the speaker",
        "given_on": today,
        "until": until,
        "seen_at": quote.changed_at.isoformat(),
    }


@never_cache
@require_POST
@about_quote
def renew_page(request: AuthedRequest, quote: Quote) -> HttpResponse:
    """Another link; those before open nothing any more."""
    try:
        consent, token = renew_link(quote, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(_address(quote))
    return _link_page(request, quote, consent, token)


def _link_page(request: AuthedRequest, quote: Quote, consent: Consent, token: str) -> HttpResponse:
    """The link, this once."""
    link = link_to(reverse("consent:page", args=[token]))
    context = {"quote": quote, "consent": consent, "link": link, "back": _address(quote)}
    return render(request, "evidence/link_page.html", context)


@require_http_methods(["GET", "POST"])
@about_quote
def withdraw_page(request: AuthedRequest, quote: Quote) -> HttpResponse:
    """Asks first; then nobody reads the quote any more."""
    if request.method == "POST":
        try:
            withdraw_consent(quote, by=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Recorded: the consent is withdrawn.")
        return redirect(_address(quote))
    context = {
        "quote": quote,
        "title": "Was the consent withdrawn?",
        "lead": "Nobody may use the quote from now on, until somebody agrees again.",
        "button": "Record that it was withdrawn",
        "back": _address(quote),
    }
    return render(request, "evidence/confirm_page.html", context)


@csrf_exempt  # no cookie says who comes, only the secret in the address does
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def speaker_page(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever holds the link: what was agreed, and a button that takes it back."""
    consent, at = consent_of_token(token), timezone.now()
    if consent is None:
        raise Http404
    if request.method == "POST":
        withdraw_by_link(consent, at=at)
    standing = may_be_withdrawn(consent, on=timezone.localdate(at))
    status = HTTPStatus.OK if standing or request.method == "POST" else HTTPStatus.GONE
    context = {"quote": consent.quote, "standing": standing, "token": token}
    return kept_to_holder(render(request, "evidence/speaker_page.html", context, status=status))


def _address(quote: Quote) -> str:
    return reverse("evidence:quote", args=[quote.town.slug, quote.key])
