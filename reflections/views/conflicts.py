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
from kit.keys import number_in
from kit.text import settled, without_unstorable
from people.http import AuthedRequest
from people.models import User
from reflections.actions.items import Conflict, Why
from reflections.models import Item, Kind, Report
from reflections.views.saving import Typed, sentence_of

CONFLICT = 409
NOT_CHOSEN = "Choose one."
WRITTEN_FROM_BOTH = "You wrote one made of both: choose it, or another."
_CHOICES = frozenset({"mine", "saved", "both"})
_OWN = ("version", "label", "mine", "theirs", "sentence", "both", "shown", "choice")
_BUTTONS = frozenset(
    {"csrfmiddlewaretoken", "save", "check", "add", "leave_out", "put_in", "guard", "take", "tie"}
)

type Hidden = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Side:
    """One entry in conflict: mine, theirs, and all else that my window sent of it.

    `both` is the text that may be made of the two, as it stands in its box.
    """

    key: str
    kind: str
    version: int
    mine: str
    saved: str
    sentence: str
    can_keep: bool
    hidden: Hidden
    both: str
    error: str = ""


def conflict_page(
    request: AuthedRequest, report: Report, typed: Typed, *, at: datetime
) -> HttpResponse:
    """Both texts of each entry that somebody changed first, to choose from. Nothing is lost."""
    sides = [
        _side(conflict, typed.post, by=request.user, at=at) for conflict in typed.saved.conflicts
    ]
    is_rest_kept = bool(typed.saved.kept)
    return _page(request, report, sides, typed.post, sent_at=clock(at), is_rest_kept=is_rest_kept)


def choice_page(request: AuthedRequest, report: Report) -> HttpResponse | None:
    """The page of two texts once more, as it was sent, while a choice in it is still to be made.

    None when every choice was made. A text that was made of both is never dropped unasked.
    """
    post = request.POST
    if "resolve" not in post:
        return None
    sides = [_side_again(key, post) for key in dict.fromkeys(post.getlist("side"))]
    if not any(side.error for side in sides):
        return None
    sent_at = without_unstorable(post.get("sent_at", ""))
    return _page(request, report, sides, post, sent_at=sent_at, is_rest_kept="rest" in post)


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


def too_late_page(
    request: AuthedRequest, report: Report, post: QueryDict, *, at: datetime
) -> HttpResponse:
    """The report was handed over while this was typed: shows it, and offers to revise with it."""
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


def _page(
    request: AuthedRequest,
    report: Report,
    sides: list[Side],
    post: QueryDict,
    *,
    sent_at: str,
    is_rest_kept: bool,
) -> HttpResponse:
    context = {
        "sides": sides,
        "has_errors": any(side.error for side in sides),
        "report_url": report.get_absolute_url(),
        "sent_at": sent_at,
        "owner": without_unstorable(post.get("owner", "")),
        "is_rest_kept": is_rest_kept,
    }
    return render(request, "reflections/conflict_page.html", context, status=CONFLICT)


def _side_again(key: str, post: QueryDict) -> Side:
    """One entry as the page of two texts sent it, with what is to be chosen still."""

    def sent(name: str) -> str:
        return without_unstorable(post.get(f"{key}-{name}", ""))

    can_keep = key in post.getlist("entry")
    choice, both, version = sent("choice"), sent("both"), sent("version")
    error = ""
    if can_keep and choice != "both" and settled(both) != settled(sent("shown")):
        error = WRITTEN_FROM_BOTH
    elif can_keep and choice not in _CHOICES:
        error = NOT_CHOSEN
    own = {f"{key}-{name}" for name in _OWN}
    rest = _hidden(post, lambda name: name.startswith(f"{key}-"))
    return Side(
        key=key,
        kind=sent("label"),
        version=number_in(version, otherwise=0),
        mine=sent("mine"),
        saved=sent("theirs"),
        sentence=sent("sentence"),
        can_keep=can_keep,
        hidden=tuple((name, value) for name, value in rest if name not in own),
        both=both,
        error=error,
    )


def _side(conflict: Conflict, post: QueryDict, *, by: User, at: datetime) -> Side:
    saved = conflict.saved
    sent, is_moved = str(conflict.draft.key), conflict.why in {Why.MOVED, Why.ELSEWHERE}
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
        both=conflict.draft.content.text,
    )


def _hidden(post: QueryDict, is_wanted: Callable[[str], bool]) -> Hidden:
    """Fields as they were posted, but for the pressed button."""
    return tuple(
        (name, without_unstorable(value))
        for name, values in post.lists()
        if name not in _BUTTONS and is_wanted(name)
        for value in values
    )
