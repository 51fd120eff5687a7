"""Where the Programme Team adds a session, dates, changes, moves and cancels it."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kit.attempts import attempt
from kit.errors import DomainError
from people.http import AuthedRequest
from sessions.actions import scheduling
from sessions.actions.inviting import invite_now
from sessions.actions.reinstating import reinstate_session
from sessions.actions.scheduling import add_session
from sessions.forms.sessions import AboutForm, CancelForm, MoveForm, NewSessionForm, WhenForm
from sessions.models import CohortSession
from sessions.queries.details import outcomes_for
from sessions.queries.partner import partners_to_tell
from sessions.queries.questions import waiting_in
from sessions.queries.replies import replies_to
from sessions.rhythm import TimeLeftOut, TimeTwice
from sessions.times import NoDay, NoTime, TooFarAhead, words_of
from sessions.views.guards import for_planners, planned
from towns.models import Group

BESIDE = {
    scheduling.NobodyInvited: "roles",
    NoTime: "begins",
    NoDay: "on",
    TimeLeftOut: "begins",
    TimeTwice: "begins",
    TooFarAhead: "on",
    scheduling.SlotTaken: "on",
    scheduling.SameTime: "on",
    scheduling.NotAhead: "is_sure",
    scheduling.ReasonMissing: "why",
}


@require_http_methods(["GET", "POST"])
@for_planners
def new_session_page(request: AuthedRequest) -> HttpResponse:
    """A session from the beginning."""
    groups = Group.objects.visible_to(request.user, on=timezone.localdate()).order_by("name")
    outcomes = outcomes_for(None, on=timezone.localdate())
    form = NewSessionForm(
        request.POST if request.method == "POST" else None, groups=groups, outcomes=outcomes
    )
    made: list[CohortSession] = []

    def add() -> None:
        about, when, at = form.about(), form.when(), timezone.now()
        made.append(add_session(about, when, **form.invited(), by=request.user, at=at))

    if attempt(form, add, at=BESIDE):
        messages.success(request, f"Added: {made[0]}, {words_of(made[0])}.")
        return redirect("sessions:session", made[0].slug)
    return _form(request, form, title="Add a session", button="Add")


@require_http_methods(["GET", "POST"])
@planned
def change_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """What it is about, and where."""
    known = {name: getattr(session, name) for name in ("title", "text", "venue", "join_link")}
    known["outcomes"] = [one.slug for one in session.outcomes.all()]
    outcomes = outcomes_for(session, on=timezone.localdate())
    posted = request.POST if request.method == "POST" else None
    form = AboutForm(posted, initial=known, outcomes=outcomes)

    def change() -> None:
        scheduling.change_session(session, form.about(), by=request.user, at=timezone.now())

    if attempt(form, change, at=BESIDE):
        messages.success(request, "Changed.")
        return redirect("sessions:session", session.slug)
    return _form(request, form, title="Change the session", button="Save", session=session)


@require_http_methods(["GET", "POST"])
@planned
def move_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """Another day or time; an idea, or a rough date, gets its date."""
    posted = request.POST if request.method == "POST" else None
    if session.state not in CohortSession.DATED:
        return _date_page(request, session, WhenForm(posted, initial=_known_of(session)))
    form = MoveForm(posted, initial=_known_of(session))

    def move() -> None:
        try:
            scheduling.move_session(
                session, form.when(), **form.move(), by=request.user, at=timezone.now()
            )
        except scheduling.NotAhead:
            form.ask_whether_sure()
            raise

    if attempt(form, move, at=BESIDE):
        messages.success(request, "Moved.")
        return redirect("sessions:session", session.slug)
    title = "Move the session"
    return _form(request, form, title=title, button="Move", session=session, tells_partners=True)


def _date_page(request: AuthedRequest, session: CohortSession, form: WhenForm) -> HttpResponse:
    def date() -> None:
        scheduling.date_session(session, form.when(), by=request.user, at=timezone.now())

    if attempt(form, date, at=BESIDE):
        messages.success(request, "Dated.")
        return redirect("sessions:session", session.slug)
    return _form(request, form, title="Date the session", button="Save", session=session)


@require_http_methods(["GET", "POST"])
@planned
def cancel_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """Cancelled, with the reason."""
    form = CancelForm(request.POST if request.method == "POST" else None)

    def cancel() -> None:
        why = form.cleaned_data["why"]
        scheduling.cancel_session(session, why=why, by=request.user, at=timezone.now())

    if attempt(form, cancel, at=BESIDE):
        messages.success(request, _cancelled(session))
        return redirect("sessions:session", session.slug)
    title = "Cancel the session"
    return _form(request, form, title=title, button=title, session=session, tells_partners=True)


@require_http_methods(["GET", "POST"])
@planned
def reinstate_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """A cancellation is taken back, once somebody has said that it is meant."""
    form = forms.Form(request.POST if request.method == "POST" else None)

    def reinstate() -> None:
        reinstate_session(session, by=request.user, at=timezone.now())

    if attempt(form, reinstate):
        messages.success(request, "It takes place after all. Everybody who is invited is told.")
        return redirect("sessions:session", session.slug)
    title = "Take the cancellation back"
    return _form(request, form, title=title, button="It takes place", session=session)


@require_POST
@planned
def invite(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """The invitations of a session that lies far ahead leave now."""
    try:
        invite_now(session, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The invitations leave now, in each person's working hours.")
    return redirect("sessions:session", session.slug)


def _known_of(session: CohortSession) -> dict[str, object]:
    known: dict[str, object] = {"precision": session.precision, "on": session.on}
    if session.begins_at and session.ends_at:
        lasts = session.ends_at - session.begins_at
        known["begins"] = f"{timezone.localtime(session.begins_at):%H:%M}"
        known["minutes"] = int(lasts.total_seconds() // 60)
    return known


def _cancelled(session: CohortSession) -> str:
    """What became of the questions, for whoever cancelled."""
    if not (left := len(waiting_in(session))):
        return "Cancelled."
    wait = "1 question waits" if left == 1 else f"{left} questions wait"
    return f"Cancelled. {wait} below: carry over what another session can answer."


def _form(
    request: AuthedRequest,
    form: forms.Form,
    *,
    title: str,
    button: str,
    session: CohortSession | None = None,
    tells_partners: bool = False,
) -> HttpResponse:
    """One form on its page, with what was typed."""
    back = reverse("sessions:session", args=[session.slug]) if session else None
    context = {
        "form": form,
        "title": title,
        "button": button,
        "caption": f"{session}, {words_of(session)}" if session else "",
        "back_url": back or reverse("sessions:sessions"),
        "back_label": str(session) if session else "Sessions",
        "standing": replies_to(session).words if session and session.begins_at else "",
        "to_tell": partners_to_tell(session) if session and tells_partners else [],
        "session": session,
    }
    return render(request, "sessions/form_page.html", context)
