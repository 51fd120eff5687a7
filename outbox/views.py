"""The two pages that a letter's links open, and where a mail provider reports.

No GET changes anything: mail scanners follow links.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kit.bodies import takes_any_body
from outbox import providers
from outbox.actions import choosing, reporting
from outbox.forms import ChoiceForm
from outbox.models import Preference
from outbox.queries import choice_of, story_of
from outbox.tokens import asked_to_stop, letter_of_why


@login_not_required
@never_cache
@require_safe
def why_page(request: HttpRequest, token: str) -> HttpResponse:
    """Why a letter came, for whoever holds it: of which kind, and when; none of its words."""
    key = letter_of_why(token)
    story = story_of(key, at=timezone.now()) if key else None
    if story is None:
        raise Http404
    return render(request, "outbox/why_page.html", {"story": story})


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_page(request: HttpRequest, token: str) -> HttpResponse:
    """Which letters a person gets: a page with three choices; a mail provider's POST stops at once.

    The one page without a token of the form: a provider posts what RFC 8058 says, with no cookie,
    and the secret in the address is what proves that it may.
    """
    asked = asked_to_stop(token)
    if asked is None:
        raise Http404
    person, standing = asked
    at = timezone.now()
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        choosing.stop(person, standing, at=at)
        return HttpResponse("stopped\n", content_type="text/plain")
    posted = request.POST if request.method == "POST" else None
    form = ChoiceForm(posted, initial={"choice": choice_of(person)})
    if form.is_valid():
        choosing.choose(person, form.cleaned_data["choice"], at=at)
        return redirect(f"{request.path}?kept")
    chosen = Preference.Choice(choice_of(person))
    context = {"form": form, "chosen": chosen.label, "is_kept": "kept" in request.GET}
    return render(request, "outbox/stop_page.html", context)


@csrf_exempt
@login_not_required
@takes_any_body
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bounces(request: HttpRequest, provider: str) -> HttpResponse:
    """What the mail provider reports of our letters: kept at once, understood by the next sweep.

    No page, and none without a provider. Some of them look by GET or HEAD before they post.
    """
    if not provider or provider != settings.BOUNCE_PROVIDER:
        raise Http404
    if request.method != "POST":
        return HttpResponse(content_type="text/plain")
    try:
        facts = providers.facts_in(request)
    except providers.Refused as refusal:
        answer = HttpResponse("refused\n", content_type="text/plain", status=refusal.status)
        if refusal.status == providers.UNAUTHORISED:
            answer["WWW-Authenticate"] = 'Basic realm="bounces"'
        return answer
    reporting.keep(facts, provider=provider, at=timezone.now())
    return HttpResponse("kept\n", content_type="text/plain")
