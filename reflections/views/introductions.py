"""Somebody has been here: what other towns learned, asking them about it, and being asked."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.attempts import attempt
from kit.text import without_unstorable
from people.http import AuthedRequest
from people.typed import forget_typed, keeps_typed, typed_before_sign_in
from reflections.actions.introductions import (
    AnsweredAlready,
    Asking,
    answer_introduction,
    introduce,
    say_it_helps,
    take_back_help,
)
from reflections.actions.vouching import MayTellWhoItIs
from reflections.forms.introductions import IntroductionAnswerForm, IntroductionForm
from reflections.models import Introduction, Item
from reflections.policies import may_use_learning
from reflections.queries.introductions import (
    Asker,
    challenge_before,
    draft_of,
    introduction_before,
    learning_before,
    town_that_asks,
)
from reflections.queries.neighbours import challenge_to_compare, neighbours_of
from reflections.queries.told import speakers_for
from towns.access import Thing
from towns.posts import posts_of_sender

PART = "part"  # asked for by the script of the page on which reports are written


@require_safe
def neighbours_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """What other towns learned about a challenge; with `?part` the list alone."""
    today = timezone.localdate()
    posts = posts_of_sender(request, on=today)
    challenge = challenge_to_compare(key, request.user, on=today)
    if challenge is None:
        raise Http404
    context = {
        "challenge": challenge,
        "neighbours": neighbours_of(challenge, request.user, on=today),
        "has_outcomes": bool(vars(challenge)["tags"]),
        "can_ask": posts.reads_in(Thing.DRAFT_REPORTS, challenge.report.town_id),
    }
    if PART in request.GET:
        return render(request, "reflections/_neighbours_part.html", context)
    return render(request, "reflections/neighbours_page.html", context)


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
def introduce_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Ask another town about what it learned: a draft to change, and one button."""
    item = _learning(request, key)
    posts = posts_of_sender(request, on=timezone.localdate())
    if not may_use_learning(request.user, item, on=timezone.localdate(), posts=posts):
        raise PermissionDenied
    if request.method != "POST" and (waits := vars(item)["waits"]):
        return redirect("reflections:introduction", waits)
    before = typed_before_sign_in(request)
    sent = request.POST if request.method == "POST" else None
    form = IntroductionForm(sent, initial=_begun(request, item, before) if sent is None else None)
    if _sent(request, form, item):
        forget_typed(request)
        return redirect("reflections:introduction", form.cleaned_data["key"])
    context = {"item": item, "form": form, "came_back": before is not None and not form.is_bound}
    return render(request, "reflections/introduce_page.html", context)


def _learning(request: AuthedRequest, key: UUID) -> Item:
    """A learning moment that its reader may find."""
    today = timezone.localdate()
    posts_of_sender(request, on=today)  # first: every condition from here on is made of them
    item = learning_before(key, request.user, on=today)
    if item is None:
        raise Http404
    return item


def _begun(request: AuthedRequest, item: Item, before: QueryDict | None) -> dict[str, object]:
    """What stands in the form at first: what was typed before signing in, else a draft."""
    if before is not None:
        return {n: without_unstorable(before.get(n, "")) for n in ("key", "challenge", "text")}
    today = timezone.localdate()
    posts = posts_of_sender(request, on=today)
    challenge = challenge_before(
        _key(request.GET.get("challenge", "")), request.user, posts, on=today
    )
    asker = Asker(request.user, town_that_asks(posts, item, challenge))
    text = draft_of(item, challenge, asker, speakers_for(item, on=today))
    return {"text": text, "challenge": challenge.key if challenge else None}


def _sent(request: AuthedRequest, form: IntroductionForm, item: Item) -> bool:
    """Whether what was asked is sent; else the form says why not."""

    def send() -> None:
        given = form.cleaned_data
        asking = Asking(given["text"], given["challenge"], vouched=given["vouched"])
        try:
            introduce(item, asking, by=request.user, at=timezone.now(), key=given["key"])
        except MayTellWhoItIs:
            form.is_guarded = True
            raise

    return attempt(form, send, at={MayTellWhoItIs: "text"})


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
def introduction_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """What one town asked another, before both; and for who is asked, where to answer."""
    found = _found(request, key)
    is_asked = vars(found)["is_put"]
    if request.method == "POST" and not is_asked:
        raise PermissionDenied
    before = typed_before_sign_in(request)
    sent = request.POST if request.method == "POST" else None
    typed = {"text": without_unstorable(before.get("text", ""))} if before else None
    form = IntroductionAnswerForm(sent, initial=typed)
    if _answered(request, form, found):
        forget_typed(request)
        messages.success(request, f"Your answer is on its way to {found.town.name}.")
        return redirect("reflections:introduction", key)
    can_answer = is_asked and found.answered_at is None
    is_typed = form.is_bound or before is not None  # if it came too late, it can still be copied
    context = {
        "introduction": found,
        "item_text": vars(found)["item_text"],
        "form": form if is_asked and (can_answer or is_typed) else None,
        "can_answer": can_answer,
        "came_back": before is not None and not form.is_bound,
    }
    return render(request, "reflections/introduction_page.html", context)


def _found(request: AuthedRequest, key: UUID) -> Introduction:
    today = timezone.localdate()
    posts_of_sender(request, on=today)  # first: every condition from here on is made of them
    found = introduction_before(key, request.user, on=today)
    if found is None:
        raise Http404
    return found


def _answered(
    request: AuthedRequest, form: IntroductionAnswerForm, introduction: Introduction
) -> bool:
    """Whether the answer that was sent is kept; else the form says why not."""

    def answer() -> None:
        given = form.cleaned_data
        try:
            answer_introduction(introduction, **given, by=request.user, at=timezone.now())
        except MayTellWhoItIs:
            form.is_guarded = True
            raise
        except AnsweredAlready:
            introduction.refresh_from_db()
            raise

    return attempt(form, answer, at={MayTellWhoItIs: "text", AnsweredAlready: "text"})


@require_POST
def item_helps(request: AuthedRequest, key: UUID) -> HttpResponse:
    """One press says that a town uses what another one learned; another press takes it back."""
    item, now = _learning(request, key), timezone.now()
    if "undo" in request.POST:
        take_back_help(item, by=request.user, at=now)
        messages.success(request, "Taken back.")
    else:
        say_it_helps(item, by=request.user, at=now)
        messages.success(request, f"Counted. {item.report.town.name} sees that it helped you.")
    return redirect(reverse("learning:item", args=[key]))
