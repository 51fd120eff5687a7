"""Where questions are put into a session's basket, and where the team settles them."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kit.attempts import attempt
from kit.errors import DomainError
from people.http import AuthedRequest
from sessions.actions import answers, carrying
from sessions.actions import questions as actions
from sessions.forms.questions import AnswerForm, CarryForm, QuestionForm
from sessions.models import BasketQuestion, CohortSession
from sessions.queries.questions import (
    asking_shut,
    carrying_from,
    partners_to_ask,
    towns_of,
)
from sessions.views.guards import asking, planned
from sessions.views.pages import session_form

BESIDE = {
    actions.TownMissing: "town",
    actions.TooManyQuestions: "text",
    actions.AskedAlready: "text",
    answers.QuestionChanged: "answer",
    carrying.NowhereToGo: "to",
}


@require_http_methods(["GET", "POST"])
@asking
def new_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """One more question."""
    if why := asking_shut(session, at=timezone.now()):
        messages.error(request, why)
        return redirect(_back(session))
    form = _question_form(request, session)

    def ask() -> None:
        actions.ask(session, **form.asked(), by=request.user, at=timezone.now())

    if attempt(form, ask, at=BESIDE):
        messages.success(request, "Your question is in the basket.")
        return redirect(_back(session))
    return session_form(request, form, session, title="Ask a question", button="Ask")


@require_http_methods(["GET", "POST"])
@asking
def change_page(request: AuthedRequest, session: CohortSession, key: UUID) -> HttpResponse:
    """One's own question anew, while it waits."""
    question = _own(request, session, key)
    form = _question_form(request, session, question)

    def change() -> None:
        typed = form.asked()
        actions.change_question(question, **typed, by=request.user, at=timezone.now())

    if attempt(form, change, at=BESIDE):
        messages.success(request, "Your question is changed.")
        return redirect(_back(session))
    return session_form(request, form, session, title="Change your question", button="Save")


@require_POST
@asking
def withdraw(request: AuthedRequest, session: CohortSession, key: UUID) -> HttpResponse:
    """One's own question is taken back."""
    question = _own(request, session, key)

    def deed() -> None:
        actions.withdraw_question(question, by=request.user, at=timezone.now())

    return _done(request, session, deed, said="Your question is withdrawn.")


@require_POST
@planned
def mark(request: AuthedRequest, session: CohortSession, key: UUID) -> HttpResponse:
    """A question was put at the session; or it was not, after all."""
    question = _found(request, session, key)
    is_asked = request.POST.get("asked") != "no"

    def deed() -> None:
        answers.mark_asked(question, is_asked=is_asked, by=request.user, at=timezone.now())

    return _done(request, session, deed, said="Asked." if is_asked else "It waits again.")


@require_http_methods(["GET", "POST"])
@planned
def answer_page(request: AuthedRequest, session: CohortSession, key: UUID) -> HttpResponse:
    """What was answered, written down by the team."""
    question = _found(request, session, key)
    known = {"answer": question.answer, "seen_at": question.changed_at.isoformat()}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=known)

    def keep() -> None:
        typed, at = form.cleaned_data, timezone.now()
        answers.answer_question(question, **typed, by=request.user, at=at)

    if attempt(form, keep, at=BESIDE):
        messages.success(request, "The answer stands with its question.")
        return redirect(_back(session))
    if form.is_bound:
        form.data = {**request.POST.dict(), "seen_at": known["seen_at"]}
    title = "Write down the answer"
    return session_form(request, form, session, title=title, button="Save", standing=question.text)


@require_http_methods(["GET", "POST"])
@planned
def carry_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """Questions that wait go on to another session."""
    waiting, ahead = carrying_from(session, at=timezone.now())
    chosen = request.GET.getlist("question") or [str(one.key) for one in waiting]
    known = {"questions": chosen, "to": str(ahead[0].key) if ahead else None}
    posted = request.POST if request.method == "POST" else None
    form = CarryForm(posted, initial=known, waiting=waiting, ahead=ahead)

    def carry() -> None:
        questions, to = form.carried()
        carrying.carry_over(questions, to=to, by=request.user, at=timezone.now())

    if attempt(form, carry, at=BESIDE):
        messages.success(request, "Carried over.")
        return redirect(_back(session))
    if not waiting or not ahead:
        lacking = "No session ahead has a day yet." if waiting else "No question waits here."
        messages.error(request, lacking)
        return redirect(_back(session))
    return session_form(request, form, session, title="Carry questions over", button="Carry over")


def _question_form(
    request: AuthedRequest, session: CohortSession, question: BasketQuestion | None = None
) -> QuestionForm:
    known = {}
    if question is not None:
        known = {
            "text": question.text,
            "town": question.town.slug if question.town else "",
            "partner": str(question.contribution.key) if question.contribution else "",
        }
    return QuestionForm(
        request.POST if request.method == "POST" else None,
        initial=known,
        towns=towns_of(request.user, on=timezone.localdate()),
        partners=partners_to_ask(session),
    )


def _found(request: AuthedRequest, session: CohortSession, key: UUID) -> BasketQuestion:
    rows = BasketQuestion.objects.visible_to(request.user, on=timezone.localdate())
    found = rows.standing().filter(session=session)
    return get_object_or_404(found.select_related("session", "town", "contribution"), key=key)


def _own(request: AuthedRequest, session: CohortSession, key: UUID) -> BasketQuestion:
    question = _found(request, session, key)
    if question.asked_by_id != request.user.pk:
        raise PermissionDenied
    return question


def _done(
    request: AuthedRequest, session: CohortSession, deed: Callable[[], None], *, said: str
) -> HttpResponse:
    """A press on the session's page, and back to it."""
    try:
        deed()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(_back(session))


def _back(session: CohortSession) -> str:
    return f"{reverse('sessions:session', args=[session.slug])}#questions"
