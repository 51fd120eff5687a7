"""Where somebody replies to an invitation: signed in, or by the link of a letter.

No GET changes anything: mail scanners follow links.
"""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kit.attempts import attempt
from people.http import AuthedRequest
from people.models import User
from sessions.actions.questions import TooManyQuestions, TownMissing
from sessions.actions.replying import DeputyOfWhoComes, reply
from sessions.forms.replies import ReplyForm
from sessions.models import CohortSession, Invitation
from sessions.queries.questions import own_waiting, partners_to_ask, towns_of
from sessions.queries.replies import OwnReply, asked_by_letter, why_closed, why_closed_to
from sessions.tokens import reply_of

UNKNOWN = "This link is not whole, or was never ours. Open it from the letter once more."
EXPIRED = "This link has expired: the session that its letter told of is over."
BESIDE = {DeputyOfWhoComes: "deputy", TooManyQuestions: "question", TownMissing: "town"}
OF_ANOTHER = "This link was sent to somebody else, and you are signed in as yourself."


@require_http_methods(["GET", "POST"])
def reply_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """One's own reply to one session, with who comes instead."""
    today = timezone.localdate()
    sessions = CohortSession.objects.visible_to(request.user, on=today).select_related("kind")
    session = get_object_or_404(sessions, slug=slug)
    invitations = Invitation.objects.visible_to(request.user, on=today).standing()
    invitation = invitations.filter(session=session, person=request.user.person_id).first()
    if invitation is None:
        raise PermissionDenied
    invitation.session = session
    if why := why_closed(invitation, at=timezone.now()):
        return _nothing(request, why, HTTPStatus.GONE)
    form = _form(request, invitation, by=request.user)
    if _replied(request, form, invitation, by=request.user):
        messages.success(request, _thanks(form))
        return redirect("sessions:session", session.slug)
    return _page(request, form, invitation, by=request.user)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def reply_by_letter(request: HttpRequest, token: str) -> HttpResponse:
    """The same by a secret of a letter, for whoever holds it, without signing in."""
    found = reply_of(token)
    if found is None:
        return _nothing(request, UNKNOWN, HTTPStatus.NOT_FOUND)
    if found.until <= timezone.now():
        return _nothing(request, EXPIRED, HTTPStatus.GONE)
    asked = asked_by_letter(found.invitation)
    if asked is None:
        return _nothing(request, UNKNOWN, HTTPStatus.NOT_FOUND)
    invitation, user = asked
    if request.user.is_authenticated and request.user != user:
        return _nothing(request, OF_ANOTHER, HTTPStatus.FORBIDDEN)
    if why := why_closed_to(user, invitation, at=timezone.now()):
        return _nothing(request, why, HTTPStatus.GONE)
    form = _form(request, invitation, by=user)
    if _replied(request, form, invitation, by=user):
        return redirect(f"{request.path}?kept")
    return _page(request, form, invitation, by=user, by_letter=True)


def _form(request: HttpRequest, invitation: Invitation, *, by: User) -> ReplyForm:
    """Filled with what was typed; else with what the link says, or what was answered before."""
    known = {"reply": request.GET.get("reply") or invitation.reply, "deputy": invitation.deputy}
    return ReplyForm(
        request.POST if request.method == "POST" else None,
        initial=known,
        towns=towns_of(by, on=timezone.localdate()),
        partners=[one.name for one in partners_to_ask(invitation.session)],
    )


def _replied(request: HttpRequest, form: ReplyForm, invitation: Invitation, *, by: User) -> bool:
    def answer() -> None:
        reply(
            invitation,
            form.cleaned_data["reply"],
            deputy=form.cleaned_data["deputy"],
            **form.question_asked(),
            to=request.POST.get("to", ""),
            by=by,
            at=timezone.now(),
        )

    return form.is_bound and attempt(form, answer, at=BESIDE)


def _page(
    request: HttpRequest,
    form: ReplyForm,
    invitation: Invitation,
    *,
    by: User,
    by_letter: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "own": OwnReply(invitation, invitation.session),
        "asked": own_waiting(by, invitation.session),
        "by_letter": by_letter,
        "is_kept": by_letter and "kept" in request.GET,
    }
    return render(request, "sessions/reply_page.html", context)


def _nothing(request: HttpRequest, why: str, status: HTTPStatus) -> HttpResponse:
    """Why nobody can reply here, and where to go on."""
    return render(request, "sessions/no_reply_page.html", {"why": why}, status=status)


def _thanks(form: ReplyForm) -> str:
    typed = form.cleaned_data
    asked = " Your question is in the basket." if typed["question"] else ""
    if typed["reply"] == Invitation.Reply.GOING:
        return f"Kept: you will be there.{asked}"
    return f"Kept: you cannot come, and {typed['deputy'] or 'nobody'} comes instead.{asked}"
