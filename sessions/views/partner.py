"""A partner's page, for whoever holds its link: no account, no cookie, and no GET changes anything.

The forms carry no token of their own against forgery: no cookie says who comes, only the secret in
the address does, and whoever can forge a request with that holds the link. So the address may stay
out of every `Referer`, under which browsers would not say where a form comes from.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kit.attempts import attempt
from kit.http import kept_to_holder
from sessions.actions.answers import QuestionChanged
from sessions.actions.partner_links import PartChanged, answer_by_link, tell_part
from sessions.forms.partner import PartForm
from sessions.forms.questions import AnswerForm
from sessions.models import PartnerLink
from sessions.queries.partner import (
    link_of_token,
    may_answer,
    page_shut,
    partner_page,
    questions_for,
    questions_open,
)

KEPT = {
    "part": "Kept. The Programme Team reads it.",
    "answer": "Kept. The towns read your answer from now on.",
}
type Page = Callable[..., HttpResponse]


def by_link(page: Page) -> Page:
    """A page that a link opens: unknown ones are not found, those that ended say so."""

    @wraps(page)
    def guarded(request: HttpRequest, token: str, **kwargs: UUID) -> HttpResponse:
        link = link_of_token(token)
        if link is None:
            raise Http404
        if why := page_shut(link, at=timezone.now()):
            answer = render(
                request, "sessions/partner_shut_page.html", {"why": why}, status=HTTPStatus.GONE
            )
        else:
            answer = page(request, link, token, **kwargs)
        return kept_to_holder(answer)

    return csrf_exempt(login_not_required(never_cache(guarded)))


@by_link
@require_safe
def page(request: HttpRequest, link: PartnerLink, token: str) -> HttpResponse:
    """The session, the partner's part in it, what the towns ask; afterwards what came of it."""
    shown = partner_page(link, at=timezone.now())
    said = KEPT.get(request.GET.get("kept", ""), "")
    return render(
        request, "sessions/partner_page.html", {"page": shown, "token": token, "said": said}
    )


@by_link
@require_http_methods(["GET", "POST"])
def part_page(request: HttpRequest, link: PartnerLink, token: str) -> HttpResponse:
    """What the partner brings, who comes, what they need."""
    found = link.contribution
    seen_at = found.changed_at.isoformat()
    known = {"topic": found.topic, "comes": found.comes, "needs": found.needs, "seen_at": seen_at}
    form = PartForm(request.POST if request.method == "POST" else None, initial=known)

    def tell() -> None:
        tell_part(link, **form.cleaned_data, at=timezone.now())

    if attempt(form, tell, at={PartChanged: "topic"}):
        return redirect(f"{_page_of(token)}?kept=part")
    return _form(request, form, link, token, title="Your part", seen_at=seen_at)


@by_link
@require_http_methods(["GET", "POST"])
def answer_page(request: HttpRequest, link: PartnerLink, token: str, key: UUID) -> HttpResponse:
    """The answer to one question of the towns."""
    if not questions_open(link.contribution.session, at=timezone.now()):
        raise Http404
    question = get_object_or_404(questions_for(link.contribution), key=key)
    seen_at = question.changed_at.isoformat()
    own = question.answer if may_answer(question, link.contribution) else ""
    known = {"answer": own, "seen_at": seen_at}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=known)

    def keep() -> None:
        answer_by_link(link, question, **form.cleaned_data, at=timezone.now())

    if attempt(form, keep, at={QuestionChanged: "answer"}):
        return redirect(f"{_page_of(token)}?kept=answer#question-{question.key}")
    town = question.town.name if question.town else "the cohort"
    return _form(
        request,
        form,
        link,
        token,
        title=f"A question from {town}",
        seen_at=seen_at,
        standing=question.text,
    )


def _page_of(token: str) -> str:
    return reverse("partner:page", args=[token])


def _form(
    request: HttpRequest,
    form: forms.Form,
    link: PartnerLink,
    token: str,
    *,
    title: str,
    seen_at: str,
    standing: str = "",
) -> HttpResponse:
    if form.is_bound:  # pressed again, it counts: what changed meanwhile stands on the page
        form.data = {**request.POST.dict(), "seen_at": seen_at}
    context = {
        "form": form,
        "title": title,
        "session": link.contribution.session,
        "back_url": _page_of(token),
        "standing": standing,
    }
    return render(request, "sessions/partner_form_page.html", context)
