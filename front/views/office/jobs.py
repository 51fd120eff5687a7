"""How mail runs: jobs, what came of each kind of letter, pauses, and what was held."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import front.actions.letters
from digests.queries.progress import progress
from front.forms.letters import HeldForm, PauseForm
from front.queries.held_back import lines_of
from front.queries.jobs import HeldKind, held_now, jobs, kinds_lately
from front.queries.letters import pauses_visible_to
from front.views.office.doors import FormPage, form_page, letters
from kit.attempts import attempt
from outbox.actions.pausing import AlreadyPaused
from outbox.health import health
from people.http import AuthedRequest


@require_safe
@letters
def jobs_page(request: AuthedRequest) -> HttpResponse:
    """Whether letters leave as they should, and what came of those of the last weeks."""
    now = timezone.now()
    found = health(at=now)
    pauses = pauses_visible_to(request.user, on=timezone.localdate(now))
    context = {
        "figures": found.figures,
        "waiting": sum(found.figures.waiting.values()),
        "oldest_minutes": int(max(found.figures.oldest_seconds.values(), default=0) // 60),
        "aside": found.figures.ended.get("aside", 0),
        "troubles": found.troubles,
        "digests": progress(at=now),
        "held": held_now(),
        "pauses": lines_of(pauses.order_by("began_at")),
        "jobs": jobs(at=now),
        "kinds": kinds_lately(at=now),
    }
    return render(request, "front/office/jobs_page.html", context)


@require_http_methods(["GET", "POST"])
@letters
def pause_page(request: AuthedRequest) -> HttpResponse:
    """Pauses all letters, or those of one lane, with a reason."""
    form = PauseForm(request.POST if request.method == "POST" else None)

    def pause() -> None:
        front.actions.letters.pause(
            lane=form.asked(), why=form.cleaned_data["why"], by=request.user, at=timezone.now()
        )

    if attempt(form, pause, at={AlreadyPaused: "lane"}):
        messages.success(request, "These letters wait until somebody lets them go on.")
        return redirect("front:office_jobs")
    page = FormPage(
        title="Pause mail",
        button="Pause",
        back_url=reverse("front:office_jobs"),
        back_label="How it runs",
        lead="Letters go on being promised, and wait. A letter that leaves just now is the last.",
        notes=("Without codes nobody can sign in, nor can you once you have signed out.",),
    )
    return form_page(request, form, page)


@require_POST
@letters
def resume(request: AuthedRequest, pk: int) -> HttpResponse:
    """Lets letters go on."""
    now = timezone.now()
    found = pauses_visible_to(request.user, on=timezone.localdate(now))
    front.actions.letters.resume(get_object_or_404(found, pk=pk), by=request.user, at=now)
    messages.success(request, "Letters leave again.")
    return redirect("front:office_jobs")


@require_http_methods(["GET", "POST"])
@letters
def held_page(request: AuthedRequest) -> HttpResponse:
    """Notices of one kind that were held for their unusual number: sent, or dropped."""
    kind = request.GET.get("kind", "")
    held = next((one for one in held_now() if one.kind == kind), None)
    if held is None:
        raise Http404
    form = HeldForm(request.POST if request.method == "POST" else None)

    def settle() -> None:
        sent, now = form.cleaned_data["choice"] == HeldForm.SEND, timezone.now()
        if sent:
            front.actions.letters.release_held(kind, by=request.user, at=now)
        else:
            why = form.cleaned_data["why"]
            front.actions.letters.drop_held(kind, why=why, by=request.user, at=now)

    if attempt(form, settle):
        messages.success(request, "They are settled.")
        return redirect("front:office_jobs")
    return form_page(request, form, _page_of(held))


def _page_of(held: HeldKind) -> FormPage:
    many = "1 notice" if held.number == 1 else f"{held.number} notices"
    return FormPage(
        title=f"{held.title}: {many} held",
        button="Settle them",
        back_url=reverse("front:office_jobs"),
        back_label="How it runs",
        lead=f"Held since {held.since}: so many of a kind on one day are unusual. Look at “What "
        "would go out” before they leave.",
    )
