"""Is it still true? What an author says of a learning moment some months later."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kit.attempts import attempt
from kit.periods import month_from
from kit.text import without_unstorable
from people.http import AuthedRequest
from people.typed import forget_typed, keeps_typed, typed_before_sign_in
from reflections.actions.echoes import answer_echo
from reflections.actions.vouching import MayTellWhoItIs
from reflections.forms.echoes import EchoForm
from reflections.models import Echo, Item
from reflections.policies import may_echo
from reflections.queries.echoes import AskedNow, asked_now, wrote
from reflections.views.reading import visible_item
from towns.posts import posts_of_sender

FIELDS = ("answer", "line", "time")


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
def echo_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """One learning moment before its author: a press says whether it is true, a line may follow."""
    item = _found(request, key)
    sent = request.POST if request.method == "POST" else None
    if sent is not None and _answered(request, form := EchoForm(sent), item):
        forget_typed(request)
        return _kept(request, item)
    now, before = asked_now(item, at=timezone.now()), typed_before_sign_in(request)
    if sent is None:
        form = EchoForm(initial=_before_it(now, before))
    if now is None and sent is None and before is None:
        return redirect(f"{item.report.get_absolute_url()}#item-{key}")
    back_url, back_label = _back(request, item)
    context = {
        "item": item,
        "title": wrote(item.report.town.name, item.report.month),
        "form": form,
        "is_asked": now is not None,
        "is_answered": now is not None and now.answer,
        "back_url": back_url,
        "back_label": back_label,
        "came_back": before is not None and not form.is_bound,
    }
    return render(request, "reflections/echo_page.html", context)


def _found(request: AuthedRequest, key: UUID) -> Item:
    """The item, for its author in post; 404 for who does not read it, 403 for who only reads."""
    today = timezone.localdate()
    posts_of_sender(request, on=today)  # first: every condition from here on is made of them
    item = visible_item(request, key)
    if not may_echo(request.user, item, on=today):
        raise PermissionDenied
    return item


def _answered(request: AuthedRequest, form: EchoForm, item: Item) -> bool:
    """Whether what was sent is kept; else the form says why not."""

    def answer() -> None:
        try:
            answer_echo(item, form.said(), by=request.user, at=timezone.now())
        except MayTellWhoItIs:
            form.is_guarded = True
            raise

    return attempt(form, answer, at={MayTellWhoItIs: "line"})


def _kept(request: AuthedRequest, item: Item) -> HttpResponseRedirect:
    """After a press of a button alone, the page where a line can be added; else where one was."""
    words = Echo.Answer(request.POST["answer"]).label
    if "line" in request.POST:
        messages.success(request, f"Kept: {words.lower()}.")
        return redirect(_back(request, item)[0])
    messages.success(request, f"Kept: {words.lower()}. Add a line if you like.")
    return redirect(request.get_full_path())


def _back(request: AuthedRequest, item: Item) -> tuple[str, str]:
    """Where its author was asked, and its name: in the report that they write, else at home."""
    month = month_from(request.GET.get("report", ""))
    if month is None:
        return reverse("front:home"), "Home"
    return reverse("reflections:report", args=[item.report.town.slug, month]), "The report"


def _before_it(now: AskedNow | None, before: QueryDict | None) -> dict[str, object]:
    """What stands in the form at first: what was typed before signing in, else what was said."""
    if before is not None:
        return {name: without_unstorable(before.get(name, "")) for name in FIELDS}
    if now is None:
        return {}
    return {"time": now.time, "answer": now.answer, "line": now.line}
