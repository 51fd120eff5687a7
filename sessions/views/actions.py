"""Actions: those of one person, those of all, and one of them added, moved, closed."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kit.attempts import attempt
from people.http import AuthedRequest
from people.models import Person
from reflections.models import Item
from sessions.actions import acting
from sessions.forms.record import ActionForm, CloseActionForm, MoveActionForm, RaiseForm
from sessions.models import Action, CohortSession
from sessions.policies import may_close_action, may_plan_sessions
from sessions.queries.actions import (
    lines_of,
    may_be_raised,
    open_actions,
    owners_visible_to,
    people_in_post,
    with_places,
)
from sessions.views.guards import planned
from sessions.views.pages import session_form
from towns.models import Town
from towns.queries.people import people_visible_to

BESIDE = {acting.NoPost: "owner", acting.WrongDay: "due_on", acting.NotToBeRaised: "item"}
NARROWED = ("whose", "town", "owner")
MOST_RAISED = 30  # challenges to choose from


@require_safe
def actions_page(request: AuthedRequest) -> HttpResponse:
    """One's own; to those who plan sessions all that are open, by town and owner."""
    today, user = timezone.localdate(), request.user
    may_plan = may_plan_sessions(user, on=today)
    is_all = may_plan and request.GET.get("whose") == "all"
    town, owner = (_town(request), _owner(request)) if is_all else (None, None)
    after = _after(request)
    page = open_actions(user, on=today, mine=not is_all, town=town, owner=owner, after=after)
    context = {
        "page": page,
        "is_all": is_all,
        "may_plan": may_plan,
        "town": town,
        "owner": owner,
        "is_first": after is None,
        "further": _further(request, page.further),
        "towns": Town.objects.visible_to(user, on=today).order_by("name") if is_all else [],
        "owners": owners_visible_to(user, on=today) if is_all else [],
    }
    return render(request, "sessions/actions_page.html", context)


@require_http_methods(["GET", "POST"])
@planned
def new_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """Something is taken on at a session; with `?item=` because of an item."""
    today = timezone.localdate()
    item = _item(request)
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        people=people_in_post(on=today),
        initial={"source": item.text} if item else {},
    )

    def add() -> None:
        task = form.task()
        acting.add_action(session, task, item=item, by=request.user, at=timezone.now())

    if attempt(form, add, at=BESIDE):
        messages.success(request, "Added.")
        return redirect(_back_to(session, "actions"))
    return session_form(request, form, session, title="Add an action", button="Add")


@require_http_methods(["GET", "POST"])
@planned
def raise_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """A challenge of a report is raised at a session."""
    found = may_be_raised(request.user, on=timezone.localdate()).select_related("report__town")
    newest = found.filter(pk__in=found.order_by("-report__month", "-pk").values("pk")[:MOST_RAISED])
    items = newest.order_by("-report__month", "-pk")
    form = RaiseForm(request.POST if request.method == "POST" else None, items=items)

    def put() -> None:
        item = form.cleaned_data["item"]
        acting.raise_item(session, item, by=request.user, at=timezone.now())

    if attempt(form, put, at=BESIDE):
        messages.success(request, "Raised. Its author is told.")
        return redirect(_back_to(session, "raised"))
    return session_form(request, form, session, title="Raise a challenge", button="Raise it here")


@require_http_methods(["GET", "POST"])
def close_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """What happened."""
    action = _action(request, key)
    form = CloseActionForm(request.POST if request.method == "POST" else None)

    def close() -> None:
        outcome = form.cleaned_data["outcome"]
        acting.close_action(action, outcome=outcome, by=request.user, at=timezone.now())

    return _changed(request, action, form, close, title="Close the action", said="Closed.")


@require_http_methods(["GET", "POST"])
def move_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Another day by which."""
    action = _action(request, key)
    known = {"due_on": action.due_on}
    form = MoveActionForm(request.POST if request.method == "POST" else None, initial=known)

    def move() -> None:
        due_on = form.cleaned_data["due_on"]
        acting.move_action(action, due_on=due_on, by=request.user, at=timezone.now())

    return _changed(request, action, form, move, title="Move its day", said="Moved.")


def _changed(
    request: AuthedRequest,
    action: Action,
    form: forms.Form,
    deed: Callable[[], object],
    *,
    title: str,
    said: str,
) -> HttpResponse:
    """One deed to one action, and how it went."""
    if attempt(form, deed, at=BESIDE):
        messages.success(request, said)
        return redirect("actions:actions")
    [line] = lines_of([action], user=request.user, on=timezone.localdate())
    return render(
        request, "sessions/action_page.html", {"form": form, "line": line, "title": title}
    )


def _action(request: AuthedRequest, key: UUID) -> Action:
    """One that this person sees, and may say something of."""
    today = timezone.localdate()
    found = Action.objects.visible_to(request.user, on=today)
    action = get_object_or_404(with_places(found, user=request.user, on=today), key=key)
    if not may_close_action(request.user, action, on=today):
        raise PermissionDenied
    return action


def _item(request: AuthedRequest) -> Item | None:
    """The item because of which something is taken on, if one is named."""
    if not request.GET.get("item"):
        return None
    items = Item.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(items, key=_key(request, "item"))


def _town(request: AuthedRequest) -> Town | None:
    """The town to which the list is narrowed, if one is named."""
    if not (slug := request.GET.get("town")):
        return None
    return get_object_or_404(
        Town.objects.visible_to(request.user, on=timezone.localdate()), slug=slug
    )


def _owner(request: AuthedRequest) -> Person | None:
    """The person to whom it is narrowed, if one is named."""
    if not request.GET.get("owner"):
        return None
    owners = people_visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(owners, key=_key(request, "owner"))


def _after(request: AuthedRequest) -> Action | None:
    """The action after which the page begins, if one is named."""
    if not request.GET.get("after"):
        return None
    found = Action.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(found, key=_key(request, "after"))


def _key(request: AuthedRequest, name: str) -> UUID:
    try:
        return UUID(request.GET[name])
    except ValueError:
        raise Http404 from None


def _further(request: AuthedRequest, key: str) -> str:
    """The address of the next page, as narrow as this one."""
    asked = {name: request.GET[name] for name in NARROWED if request.GET.get(name)}
    return f"?{urlencode(asked | {'after': key})}" if key else ""


def _back_to(session: CohortSession, part: str) -> str:
    return f"{reverse('sessions:session', args=[session.slug])}#{part}"
