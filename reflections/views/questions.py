"""The margin of one item: its questions, their turns, and where both are written."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from people.http import AuthedRequest
from reflections.actions import questions
from reflections.forms.questions import QuestionForm, ReplyForm
from reflections.models import Item
from reflections.policies import may_ask, may_reply
from reflections.queries.addresses import address_of
from reflections.queries.reading import Reader, item_before, question_before
from reflections.views.reading import reader_of
from towns.access import Thing


@require_http_methods(["GET", "HEAD", "POST"])
def margin_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """One item with its margin, and for those who may ask, where to do it."""
    reader = reader_of(request)
    found = item_before(reader, key)
    if found is None:
        raise Http404
    item, shown = found
    _demand(request, may_ask(request.user, item, on=reader.on, posts=reader.posts))
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            questions.ask(item, **form.cleaned_data, by=request.user, at=reader.at)
        except questions.BeingRevised as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your question stands in the margin.")
            return redirect(_back(reader, item))
    context: dict[str, object] = {
        "item": shown,
        "form": form if shown.ask_url or form.is_bound else None,
        "heading": "Ask in the margin" if shown.ask_url else shown.kind_word,
        "button": "Ask",
    }
    return _page(request, reader, item, context)


@require_http_methods(["GET", "HEAD", "POST"])
def question_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """One question with its turns, and where to add one."""
    reader = reader_of(request)
    found = question_before(reader, key)
    if found is None:
        raise Http404
    question, item, shown = found
    _demand(request, may_reply(request.user, item, on=reader.on, posts=reader.posts))
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            questions.reply(question, **form.cleaned_data, by=request.user, at=reader.at)
        except questions.BeingRevised as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your answer stands in the margin.")
            return redirect(_back(reader, item))
    can_reply = any(thread.reply_url for thread in shown.threads)
    context: dict[str, object] = {
        "item": shown,
        "form": form if can_reply or form.is_bound else None,
        "heading": "A question in the margin",
        "button": "Answer",
    }
    return _page(request, reader, item, context)


def _demand(request: AuthedRequest, is_allowed: bool) -> None:  # noqa: FBT001 -- a policy's answer
    """Who only reads may look, and is refused before a word of theirs is judged."""
    if request.method == "POST" and not is_allowed:
        raise PermissionDenied


def _page(
    request: AuthedRequest, reader: Reader, item: Item, context: dict[str, object]
) -> HttpResponse:
    report = item.report
    context |= {
        "town": report.town.name,
        "month": report.month,
        "back_url": _back(reader, item),
        "back_label": "The report" if _reads_report(reader, item) else "Home",
    }
    return render(request, "reflections/question_page.html", context)


def _back(reader: Reader, item: Item) -> str:
    """The item in its report; for those who read items but no reports, the item alone."""
    if _reads_report(reader, item):
        return f"{item.report.get_absolute_url()}#item-{item.key}"
    return address_of("margin", item.key)


def _reads_report(reader: Reader, item: Item) -> bool:
    return reader.posts.reads_in(Thing.REPORTS, item.report.town_id)
