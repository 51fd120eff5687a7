"""What a phone with no signal needs: a page it can keep, what keeps it, and a way to send later."""

import hashlib
import json
import re

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kit.refusals import in_our_words
from people.http import AuthedRequest
from reflections.actions import jots as actions
from reflections.forms.jots import JotForm, SentJotForm
from reflections.queries.jots import towns_to_jot_in

MODULES = ("js/pocket.js", "js/sending.js")  # imported by others: the page does not name them
ADDRESSES = re.compile(
    r'(?:href|src|data-design-system)="(/[^"]+\.(?:css|js|woff2|svg|webmanifest))"'
)


@require_http_methods(["GET", "POST"])
def pocket(request: AuthedRequest) -> JsonResponse:
    """GET: whose session this is, with a token to send. POST: takes one jot that a phone kept."""
    towns = list(towns_to_jot_in(request.user, on=timezone.localdate()))
    owner = request.user.person.key
    if request.method == "GET":
        named = [{"slug": town.slug, "name": town.name} for town in towns]
        return JsonResponse({"owner": owner, "token": get_token(request), "towns": named})
    form = SentJotForm(request.POST, towns=towns)
    if not form.is_valid():
        return _refused(_sentences(form), status=422)
    sent = form.cleaned_data
    if sent.pop("owner") != owner:
        return _refused("Somebody else is signed in now.", status=409)
    try:
        jot = actions.keep_jot(
            waited=sent.pop("waited_seconds"), **sent, by=request.user, at=timezone.now()
        )
    except actions.TownNotSaid as refusal:
        return _refused(str(refusal), status=422)
    except PermissionDenied:
        return _refused("You hold no post in a town today, so it cannot be kept there.", status=403)
    return JsonResponse({"key": jot.key})


@login_not_required
@require_safe
def jots_offline(_request: HttpRequest) -> HttpResponse:
    """The box without a signal: the same for everybody, since it lies in a phone's store."""
    return HttpResponse(_offline_page(), headers={"Cache-Control": "no-cache"})


@login_not_required
@require_safe
def service_worker(_request: HttpRequest) -> HttpResponse:
    """The script that keeps the offline page on the phone. Its bytes change when the page's do."""
    page = _offline_page()
    files = sorted({*ADDRESSES.findall(page), *(static(path) for path in MODULES)})
    shell = {
        "page": reverse("reflections:jots_offline"),
        "jots": reverse("reflections:jots"),
        "files": files,
        "version": hashlib.sha256(f"{page}{files}".encode()).hexdigest()[:16],
    }
    worker = json.dumps(static("js/worker.js"))
    return HttpResponse(
        f"self.shell = {json.dumps(shell)};\nimportScripts({worker});\n",
        content_type="text/javascript",
        headers={"Cache-Control": "max-age=3600"},
    )


def _offline_page() -> str:
    """Rendered without a request, so that nothing of the person who asks can be in it."""
    form = JotForm(towns=[], initial={"kind": ""})
    return render_to_string("reflections/jot_offline_page.html", {"form": form})


def _sentences(form: SentJotForm) -> str:
    return " ".join(
        in_our_words(refusal) for refusals in form.errors.as_data().values() for refusal in refusals
    )


def _refused(sentence: str, *, status: int) -> JsonResponse:
    return JsonResponse({"refusal": sentence}, status=status)
