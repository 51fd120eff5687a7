"""The register of a session: its page, what a device sends line by line, and who is added."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kit.attempts import attempt
from kit.errors import DomainError
from kit.keys import key_in
from kit.refusals import in_our_words
from kit.text import settled_line
from people.http import AuthedRequest
from sessions.actions import register as actions
from sessions.forms.register import AddForm, MarkForm, SentAddForm
from sessions.models import Attendance, CohortSession
from sessions.models.records import NAME_LIMIT
from sessions.queries.lines import Counted
from sessions.queries.register import (
    Line,
    Register,
    caption_of,
    lines_by_key,
    register_of,
    shut,
    told_of,
)
from sessions.views.guards import planned

BESIDE = {
    actions.NameKnown: "names",
    actions.NameTooLong: "names",
    actions.NotInvited: "in_place_of",
    actions.DeputyKnown: "in_place_of",
}
MOST_ALSO = 100  # lines that a device asks for beside those of its page
ADDED = "added"  # in a sending of a device: somebody by name, not a line


@require_http_methods(["GET", "POST"])
@planned
def register_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """Everybody who is expected, by town and group; a press records one of them."""
    if request.method == "POST":
        return _pressed(request, session)
    register = _asked_for(request, session)
    asked = _choice(request)
    is_part = bool(asked or register.further)
    context = {
        "session": session,
        "caption": caption_of(session),
        "register": register,
        "counted": _numbers(register.counted),
        "told": told_of(register.counted),
        "is_part": is_part,
        "word": asked.get("find", ""),
        "query": _query(asked),
        "further": _query(asked | {"after": register.further}) if register.further else "",
        "form": AddForm(lines=register.lines, is_part=is_part),
    }
    return render(request, "sessions/register_page.html", context)


def _asked_for(request: AuthedRequest, session: CohortSession) -> Register:
    """The page of the register that the address asks for."""
    asked = _choice(request)
    after = UUID(asked["after"]) if "after" in asked else None
    return register_of(session, on=timezone.localdate(), after=after, word=asked.get("find", ""))


def _choice(request: AuthedRequest) -> dict[str, str]:
    """Behind which line a page begins, and what is looked for, as far as it makes sense."""
    word = settled_line(request.GET.get("find", ""))[:NAME_LIMIT]
    after = key_in(request.GET.get("after", ""))
    return ({"find": word} if word else {}) | ({"after": str(after)} if after else {})


def _query(choice: dict[str, str]) -> str:
    return f"?{urlencode(choice)}" if choice else ""


def _pressed(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """Records the line and leads back to it."""
    back = f"{reverse('sessions:register', args=[session.slug])}{_query(_choice(request))}"
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Press one of the buttons of a line.")
        return redirect(back)
    key, version, state = form.cleaned_data["mark"]
    by, at = request.user, timezone.now()
    try:
        actions.mark(session, key, state=state, version=version, by=by, at=at)
    except actions.ChangedMeanwhile as refusal:
        messages.warning(request, f"{refusal} If that is wrong, press again.")
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{back}#row-{key}")


@require_http_methods(["GET", "POST"])
@planned
def add_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """Somebody who is not in the list."""
    lines, is_part = _lines_to_choose(request, session)
    form = AddForm(request.POST if request.method == "POST" else None, lines=lines, is_part=is_part)

    def add() -> None:
        actions.add_by_name(session, **_typed(form), by=request.user, at=timezone.now())

    back = f"{reverse('sessions:register', args=[session.slug])}{_query(_choice(request))}"
    if attempt(form, add, at=BESIDE):
        messages.success(request, f"Added: {', '.join(form.cleaned_data['names'])}.")
        return redirect(f"{back}#also")
    context = {
        "form": form,
        "title": "Somebody who is not in the list",
        "button": "Add",
        "caption": caption_of(session),
        "back_url": back,
        "back_label": "Register",
    }
    return render(request, "sessions/form_page.html", context)


def _lines_to_choose(request: AuthedRequest, session: CohortSession) -> tuple[list[Line], bool]:
    """Those of the page that one came from, and the one that was chosen; and if that is a part."""
    register = _asked_for(request, session)
    lines, is_part = list(register.lines), bool(register.further or _choice(request))
    chosen = key_in(request.POST.get("in_place_of", ""))
    if chosen is None or any(line.key == chosen for line in lines):
        return lines, is_part
    return [*lines, *lines_by_key(session, [chosen])], is_part


@require_http_methods(["GET", "POST"])
@planned
def register_lines(request: AuthedRequest, session: CohortSession) -> JsonResponse:
    """GET: whose session this is, a token, a page's lines. POST: takes one that a device kept."""
    today, owner = timezone.localdate(), request.user.person.key
    if request.method == "GET":
        register = _asked_for(request, session)
        beside = map(key_in, request.GET.getlist("also")[:MOST_ALSO])
        also = {key for key in beside if key} - {line.key for line in register.lines}
        lines = [*register.lines, *(lines_by_key(session, also) if also else ())]
        told = {"lines": [_told(line) for line in lines], "counted": _numbers(register.counted)}
        return JsonResponse({"owner": owner, "token": get_token(request), **told})
    if request.POST.get("owner", "") != str(owner):
        return _refused("Somebody else is signed in now.", why="somebody-else", status=409)
    if why := shut(session, on=today):
        return _refused(why, why="shut", status=422)
    take = _add if ADDED in request.POST else _mark
    try:
        return take(request, session)
    except actions.ChangedMeanwhile as refusal:
        line = _line(session, refusal.key)
        return _refused(str(refusal), why="changed", status=409, line=line)
    except DomainError as refusal:
        return _refused(str(refusal), why="refused", status=422)


def _mark(request: AuthedRequest, session: CohortSession) -> JsonResponse:
    form = MarkForm(request.POST)
    if not form.is_valid():
        return _refused(_sentences(form), why="refused", status=422)
    (key, version, state), at = form.cleaned_data["mark"], timezone.now()
    pressed_at = at - timedelta(seconds=min(form.cleaned_data["waited_seconds"] or 0, 10**7))
    actions.mark(
        session, key, state=state, version=version, pressed_at=pressed_at, by=request.user, at=at
    )
    return JsonResponse({"line": _line(session, key)})


def _add(request: AuthedRequest, session: CohortSession) -> JsonResponse:
    form = SentAddForm(request.POST)
    if not form.is_valid():
        return _refused(_sentences(form), why="refused", status=422)
    key, by, at = form.cleaned_data["key"], request.user, timezone.now()
    actions.add_by_name(session, **_typed(form), key=key, by=by, at=at)
    return JsonResponse({"line": _line(session, key)})


def _typed(form: AddForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("names", "organisation", "in_place_of")}


def _line(session: CohortSession, key: UUID) -> dict[str, str | int | UUID]:
    [line] = lines_by_key(session, [key])
    return _told(line)


def _told(line: Line) -> dict[str, str | int | UUID]:
    """What a device shows of a line."""
    return {
        "key": line.key,
        "name": line.name,
        "organisation": line.organisation,
        "state": line.state,
        "word": line.word,
        "note": line.note,
        "version": line.version,
        "is_person": line.is_person,
    }


def _numbers(counted: Counted) -> dict[str, int | bool]:
    """How many are what, by the states of lines."""
    state = Attendance.State
    return {
        state.PRESENT: counted.present,
        state.APOLOGY: counted.apologies,
        state.ABSENT: counted.absent,
        "": counted.open,
        "is_begun": counted.is_begun,
    }


def _sentences(form: MarkForm | AddForm) -> str:
    found = (one for errors in form.errors.as_data().values() for one in errors)
    return " ".join(in_our_words(one) for one in found)


def _refused(sentence: str, *, status: int, **more: object) -> JsonResponse:
    return JsonResponse({"refusal": sentence, **more}, status=status)
