"""What a group asks of a town: read by its people, answered by its Project Lead."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kit.attempts import attempt
from kit.text import without_unstorable
from people.http import AuthedRequest
from people.typed import forget_typed, keeps_typed, typed_before_sign_in
from reflections.actions.group_questions import (
    AlreadyPublished,
    AnsweredMeanwhile,
    answer_group_question,
)
from reflections.forms.group_questions import GroupAnswerForm
from reflections.models import GroupQuestion
from reflections.policies import may_answer_for_town
from reflections.queries.group_questions import title_of
from towns.posts import posts_of_sender


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
def group_question_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """One question, and for the town's lead where to answer it until an edition prints that."""
    question = _found(request, key)
    may_answer = may_answer_for_town(request.user, question.town, on=timezone.localdate())
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    before = typed_before_sign_in(request)
    sent = request.POST if request.method == "POST" else None
    form = GroupAnswerForm(sent, initial=_before_it(question, before))
    if _answered(request, form, question):
        forget_typed(request)
        messages.success(request, "Your answer is kept. The next digest prints it.")
        return redirect("reflections:group_question", key)
    can_answer = may_answer and question.published_at is None
    is_typed = form.is_bound or before is not None  # if it came too late, it can still be copied
    context = {
        "question": question,
        "title": title_of(question.on_behalf_of),
        "form": form if can_answer or (may_answer and is_typed) else None,
        "can_answer": can_answer,
        "shows_answer": question.answered_at and (is_typed or not can_answer),
        "came_back": before is not None and not form.is_bound,
    }
    return render(request, "reflections/group_question_page.html", context)


def _answered(request: AuthedRequest, form: GroupAnswerForm, question: GroupQuestion) -> bool:
    """Whether the answer that was sent is kept; else the form says why not."""

    def answer() -> None:
        try:
            answer_group_question(question, **form.cleaned_data, by=request.user, at=timezone.now())
        except (AnsweredMeanwhile, AlreadyPublished):
            _see_anew(form, question)
            raise

    return attempt(form, answer, at={AnsweredMeanwhile: "text", AlreadyPublished: "text"})


def _found(request: AuthedRequest, key: UUID) -> GroupQuestion:
    """A question that its reader sees, with its town and who answered it."""
    today = timezone.localdate()
    posts_of_sender(request, on=today)  # first: every condition from here on is made of them
    rows = GroupQuestion.objects.visible_to(request.user, on=today)
    found = rows.select_related("town__programme", "answered_by__person")
    return get_object_or_404(found, key=key)


def _before_it(question: GroupQuestion, before: QueryDict | None) -> dict[str, object]:
    """What stands in the form at first: what was typed before signing in, else the answer."""
    if before is None:
        return {"text": question.answer, "seen_version": question.version}
    return {name: without_unstorable(before.get(name, "")) for name in ("text", "seen_version")}


def _see_anew(form: GroupAnswerForm, question: GroupQuestion) -> None:
    """The answer as it stands now; what was typed may be sent again by whoever has now seen it."""
    question.refresh_from_db()
    sent = cast("QueryDict", form.data).copy()
    sent["seen_version"] = str(question.version)
    form.data = sent
