"""Two texts of one item, side by side; and a text that came after the report was handed over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kit.dates import clock
from kit.text import settled, without_unstorable
from people.http import AuthedRequest
from people.models import User
from reflections.actions.items import Conflict, Why
from reflections.models import Item, Kind, Report
from reflections.views.saving import Typed, sentence_of

CONFLICT = 409
_BUTTONS = frozenset(
    {"csrfmiddlewaretoken", "save", "check", "add", "leave_out", "put_in", "guard"}
)

type Hidden = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Side:
    """One entry in conflict: mine, theirs, and all else that my window sent of it."""

    key: str
    kind: str
    version: int
    mine: str
    saved: str
    sentence: str
    can_keep: bool
    hidden: Hidden


def conflict_page(
    request: AuthedRequest, report: Report, typed: Typed, *, at: datetime
) -> HttpResponse:
    """Both texts of each entry that somebody changed first, to choose from. Nothing is lost."""
    sides = [
        _side(conflict, typed.post, by=request.user, at=at) for conflict in typed.saved.conflicts
    ]
    context = {
        "sides": sides,
        "report_url": report.get_absolute_url(),
        "sent_at": clock(at),
        "owner": typed.post.get("owner", ""),
        "kept": len(typed.saved.kept),
    }
    return render(request, "reflections/conflict_page.html", context, status=CONFLICT)


def resolved(post: QueryDict) -> QueryDict:
    """What the conflict page sends, as entries: without those whose saved text stays."""
    found = post.copy()
    keys = [key for key in post.getlist("entry") if post.get(f"{key}-choice") != "saved"]
    found.setlist("entry", keys)
    for key in keys:
        chosen = "both" if post.get(f"{key}-choice") == "both" else "mine"
        found[f"{key}-text"] = post.get(f"{key}-{chosen}", "")
        found[f"{key}-was"] = ""
    return found


def too_late_page(request: AuthedRequest, report: Report, *, at: datetime) -> HttpResponse:
    """The report was handed over while this was typed: shows it, and offers to revise with it."""
    post = request.POST
    items = Item.objects.visible_to(request.user, on=timezone.localdate(at)).filter(report=report)
    saved = {str(key): text for key, text in items.values_list("key", "text")}
    typed = {key: without_unstorable(post.get(f"{key}-text", "")) for key in post.getlist("entry")}
    context = {
        "texts": [
            text for key, text in typed.items() if text.strip() and settled(text) != saved.get(key)
        ],
        "hidden": _hidden(post, lambda _: True),
        "report_url": report.get_absolute_url(),
        "revise_url": reverse("reflections:revise", args=[report.town.slug, report.month]),
    }
    return render(request, "reflections/too_late_page.html", context, status=CONFLICT)


def _side(conflict: Conflict, post: QueryDict, *, by: User, at: datetime) -> Side:
    saved = conflict.saved
    sent, is_moved = str(conflict.draft.key), conflict.why == Why.MOVED
    key = str(uuid4()) if is_moved else sent
    own = {f"{sent}-{name}" for name in ("text", "version", "was")}
    kind = conflict.draft.content.kind
    return Side(
        key=key,
        kind=Kind(kind).label if kind else "Jot",
        version=saved.item.version if saved and not is_moved else 0,
        mine=conflict.draft.content.text,
        saved=saved.item.text if saved else "",
        sentence=sentence_of(conflict, by=by, at=at),
        can_keep=conflict.why != Why.HELD,
        hidden=tuple(
            (name.replace(sent, key), value)
            for name, value in _hidden(post, lambda name: name.startswith(sent))
            if name not in own
        ),
    )


def _hidden(post: QueryDict, is_wanted: Callable[[str], bool]) -> Hidden:
    """Fields as they were posted, but for the pressed button."""
    return tuple(
        (name, without_unstorable(value))
        for name, values in post.lists()
        if name not in _BUTTONS and is_wanted(name)
        for value in values
    )
