"""Jots: the box and the list, one jot's own page, and the presses of buttons."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kit.keys import key_in
from people.http import AuthedRequest
from people.models import User
from reflections.actions import jots as actions
from reflections.forms.jots import ChangeJotForm, KeepJotForm, LeaveJotsForm
from reflections.models import Jot, Report
from reflections.policies import may_change_jot, may_discard_jot
from reflections.queries import jots as queries


@require_http_methods(["GET", "POST"])
def jots_page(request: AuthedRequest) -> HttpResponse:
    """The box that keeps a jot, and below it those that wait."""
    today = timezone.localdate()
    page = queries.jots_page(request.user, on=today, before=_before(request))
    if not page.towns and page.is_empty:
        raise PermissionDenied
    form = KeepJotForm(
        request.POST if request.method == "POST" else None,
        towns=page.towns,
        initial={"key": uuid4(), "kind": ""},
    )
    if form.is_valid():
        kept = {"town": None} | form.cleaned_data
        actions.keep_jot(**kept, by=request.user, at=timezone.now())
        messages.success(request, "Kept. Only you can read it.")
        return redirect("reflections:jots")
    return render(request, "reflections/jots_page.html", {"page": page, "form": form})


@require_http_methods(["GET", "POST"])
def jot_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """One jot: its author changes it here while it waits; otherwise it says what became of it."""
    jot = _found(request, key)
    form = _change_form(request, jot) if may_change_jot(request.user, jot) else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid() and _changed(request, jot, form):
            return redirect("reflections:jots")
    context = _about(jot, form, user=request.user)
    return render(request, "reflections/jot_page.html", context)


@require_POST
def jot_discard(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Throws a jot away."""
    return _done(request, key, actions.discard_jot, "Thrown away. You can bring it back below.")


@require_POST
def jot_bring_back(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Brings a jot back that was thrown away."""
    return _done(request, key, actions.bring_back_jot, "Brought back.")


@require_POST
def jot_keep_for_next_month(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Lets a jot wait for the next report, since its own month's is handed over."""
    return _done(request, key, actions.keep_for_next_month, "Kept for the next report.")


@require_POST
def jots_leave(request: AuthedRequest) -> HttpResponse:
    """Leaves one's jots of a town to its Project Lead."""
    jot = _any_of_town(request)
    left = actions.release_jots(town=jot.town, by=request.user, at=timezone.now())
    messages.success(request, f"{_jots(left)} left to the Project Lead of {jot.town.name}.")
    return redirect("reflections:jots")


@require_POST
def jots_take_back(request: AuthedRequest) -> HttpResponse:
    """Takes back what one left, as far as nobody used it."""
    jot = _any_of_town(request)
    back = actions.take_back_jots(town=jot.town, by=request.user, at=timezone.now())
    messages.success(request, f"{_jots(back)} taken back: only you can read them again.")
    return redirect("reflections:jots")


type Deed = Callable[..., Jot]


def _done(request: AuthedRequest, key: UUID, deed: Deed, sentence: str) -> HttpResponse:
    """Does one deed to one jot and says how it went."""
    jot = _found(request, key)
    try:
        deed(jot, by=request.user, at=timezone.now())
    except actions.NotWaiting as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect("reflections:jots")


def _found(request: AuthedRequest, key: UUID) -> Jot:
    """The jot of that key. Keys are unique by author: one's own comes before one that was left."""
    jots = Jot.objects.visible_to(request.user, on=timezone.localdate()).filter(key=key)
    jots = jots.select_related("town", "author")
    jot = jots.filter(author=request.user.person_id).first() or jots.first()
    if jot is None:
        raise Http404
    return jot


def _before(request: AuthedRequest) -> Jot | None:
    """Where the page before ended, if the address says so."""
    key = key_in(request.GET.get("before", ""))
    return _found(request, key) if key else None


def _any_of_town(request: AuthedRequest) -> Jot:
    """One of the person's own jots of the town that the button names, with the town."""
    form = LeaveJotsForm(request.POST)
    if not form.is_valid():
        raise Http404
    jots = Jot.objects.visible_to(request.user, on=timezone.localdate()).select_related("town")
    jot = jots.filter(author=request.user.person_id, town__slug=form.cleaned_data["town"]).first()
    if jot is None:
        raise Http404
    return jot


def _change_form(request: AuthedRequest, jot: Jot) -> ChangeJotForm:
    today = timezone.localdate()
    return ChangeJotForm(
        request.POST if request.method == "POST" else None,
        towns=queries.towns_for(jot, user=request.user, on=today),
        months=queries.months_for(jot, on=today),
        initial={
            "text": jot.text,
            "kind": jot.kind,
            "town": jot.town.slug,
            "month": f"{jot.noticed_on:%Y-%m}",
            "seen_at": jot.changed_at.isoformat(),
        },
    )


def _changed(request: AuthedRequest, jot: Jot, form: ChangeJotForm) -> bool:
    """Changes the jot as the form says; what refuses it stands beside the form."""
    words = {"town": jot.town} | form.cleaned_data
    try:
        actions.change_jot(jot, **words, by=request.user, at=timezone.now())
    except actions.NotWaiting as refusal:
        form.add_error(None, str(refusal))
    except actions.ChangedMeanwhile as refusal:
        jot.refresh_from_db()
        form.data = {**request.POST.dict(), "seen_at": jot.changed_at.isoformat()}
        form.saved_text = jot.text
        form.add_error(None, str(refusal))
    else:
        messages.success(request, "Saved.")
        return True
    return False


def _about(jot: Jot, form: ChangeJotForm | None, *, user: User) -> dict[str, object]:
    """What the page of one jot shows, and which buttons it has."""
    today = timezone.localdate()
    waits = jot.status == Jot.Status.WAITING
    may_discard = may_discard_jot(user, jot, on=today)
    return {
        "jot": jot,
        "line": queries.jot_line(jot, user=user, on=today),
        "form": form if form and (waits or form.is_bound) else None,
        "report": _report_of(jot, user),
        "is_own": form is not None,
        "is_used": jot.status == Jot.Status.USED,
        "can_discard": waits and may_discard,
        "can_bring_back": jot.status == Jot.Status.DISCARDED and may_discard,
    }


def _report_of(jot: Jot, user: User) -> Report | None:
    """The report that took the jot, if this person reads it."""
    if jot.item_id is None:
        return None
    reports = Report.objects.visible_to(user, on=timezone.localdate()).select_related("town")
    return reports.filter(items=jot.item_id).first()


def _jots(number: int) -> str:
    return "1 jot" if number == 1 else f"{number} jots"
