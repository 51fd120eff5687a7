"""Writing a month's report: the page, its check, the button that hands it over."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from people.http import AuthedRequest
from people.typed import forget_typed, keeps_typed, typed_before_sign_in
from reflections.actions.fading import answer_fading
from reflections.actions.guard_answers import REMOVED, StillInTheText, answer_finding
from reflections.actions.leaving_out import leave_out, put_in
from reflections.actions.reports import (
    NothingWritten,
    SomethingWritten,
    submit_nothing,
    submit_report,
)
from reflections.actions.revisions import NotRevising, submit_revision
from reflections.actions.writing import AlreadySubmitted
from reflections.forms.reports import NothingForm
from reflections.models import GuardAnswer, Kind, Report
from reflections.queries.addresses import address_of
from reflections.queries.check import check_of, submitted_of
from reflections.queries.editor import editor_of
from reflections.queries.entry_rows import Editor
from reflections.views.conflicts import choice_page, conflict_page, resolved, too_late_page
from reflections.views.finding import report_at, report_to_write, report_with_month, writes
from reflections.views.reading import report_reading_page
from reflections.views.saving import Typed, keep, saved_answer, typed_again, with_typed

CONFLICT = 409
_SENT = frozenset(
    {
        "neighbours",
        "entry",
        "resolve",
        "save",
        "check",
        "add",
        "leave_out",
        "put_in",
        "guard",
        "take",
        "tie",
    }
)  # one of these is in whatever the page sends


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: AuthedRequest, town_slug: str, month: date) -> HttpResponse:
    """A town's month: for its lead the page to write on, for the others the page to read."""
    now = timezone.now()
    on = timezone.localdate(now)
    report = report_with_month(request, town_slug, month, at=now)
    can_write = writes(request, report, on=on)
    if request.method == "POST":
        if not can_write:
            raise PermissionDenied
        if not _SENT & request.POST.keys():
            raise BadRequest("This holds neither an entry nor a button.")
        return choice_page(request, report) or _keep(request, report, at=now)
    if not can_write or report.status == Report.Status.SUBMITTED:
        return report_reading_page(request, report)
    editor = editor_of(report, request.user, at=now)
    before = typed_before_sign_in(request)
    if before is not None:
        editor = with_typed(editor, typed_again(before))
    return _editor_page(request, report, editor, came_back=before is not None)


def _editor_page(
    request: AuthedRequest, report: Report, editor: Editor, *, came_back: bool = False
) -> HttpResponse:
    context = {
        "editor": editor,
        "report_url": report.get_absolute_url(),
        "nothing_url": _address("nothing", report) if editor.can_say_nothing else "",
        "give_up_url": _address("give_up", report) if editor.is_revising else "",
        "move_url": _address("move", report) if editor.has_items else "",
        "echo_query": f"?report={report.month:%Y-%m}",
        "came_back": came_back,
    }
    return render(request, "reflections/report_write_page.html", context)


def _keep(request: AuthedRequest, report: Report, *, at: datetime) -> HttpResponse:
    """Keep what was typed, do what the pressed button says, and go where it leads."""
    is_script = "application/json" in request.headers.get("Accept", "")
    post = resolved(request.POST) if "resolve" in request.POST else request.POST
    try:
        typed = keep(report, post, by=request.user, at=at)
        forget_typed(request)
        if is_script:
            return saved_answer(typed, by=request.user, at=at)
        if typed.saved.conflicts:
            return conflict_page(request, report, typed, at=at)
        anchor = _pressed(request, report, typed, at=at)
    except AlreadySubmitted as refusal:
        if is_script:
            return JsonResponse({"gone": str(refusal)}, status=CONFLICT)
        return too_late_page(request, report, post, at=at)
    if typed.errors:
        return _editor_page(
            request, report, with_typed(editor_of(report, request.user, at=at), typed)
        )
    if "check" in request.POST:
        return redirect(_address("check", report))
    if (key := request.POST.get("neighbours", "")) in typed.keys_kept:
        return redirect(address_of("neighbours", key))
    return redirect(f"{report.get_absolute_url()}{anchor}")


def _pressed(request: AuthedRequest, report: Report, typed: Typed, *, at: datetime) -> str:
    """Do what a button within the page asks; returns the place in the page to come back to."""
    post, by = request.POST, request.user
    if "leave_out" in post:
        leave_out(report, _key(post["leave_out"]), by=by, at=at)
        return "#left-out"
    if "put_in" in post:
        sent, _, kind = post["put_in"].partition(":")
        put_in(report, _key(sent), kind=kind, by=by, at=at)
        return f"#entry-{_key(sent)}"
    if "guard" in post:
        try:
            return f"#entry-{answer_pressed(request, report, post['guard'], at=at)}"
        except StillInTheText as refusal:
            typed.errors.setdefault(str(refusal.key), []).append(("text", str(refusal)))
    if "tie" in post:
        slug, _, answer = post["tie"].partition(":")
        answer_fading(report, slug, answer, by=by, at=at)
        return "#ties"
    if "take" in post:
        return f"#entry-{_key(post['take'].partition(':')[0])}"
    if post.get("add") in Kind.values:
        return f"#new-{post['add']}"
    return ""


def answer_pressed(request: AuthedRequest, report: Report, pressed: str, *, at: datetime) -> UUID:
    """Store the answer that a guard's button carries, as key:rule:digest:answer.

    Raises StillInTheText when it was not taken out, as the answer says.
    """
    key, rule, digest, answer = [*pressed.split(":"), "", "", ""][:4]
    item = _key(key)
    if answer in GuardAnswer.Answer or answer == REMOVED:
        answer_finding(
            report, item, rule=rule, digest=digest, answer=answer, by=request.user, at=at
        )
    return item


@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: AuthedRequest, town_slug: str, month: date) -> HttpResponse:
    """Everything once more before it is handed over, and what the guard asks."""
    now = timezone.now()
    report = report_to_write(request, town_slug, month, on=timezone.localdate(now))
    refusal = ""
    if request.method == "POST":
        try:
            if "guard" in request.POST:
                key = answer_pressed(request, report, request.POST["guard"], at=now)
                return redirect(f"{_address('check', report)}#item-{key}")
            return _handed_over(request, report, at=now)
        except AlreadySubmitted:
            return redirect(_address("submitted", report))
        except (NothingWritten, NotRevising, StillInTheText) as found:
            refusal = str(found)
    if report.status == Report.Status.SUBMITTED:
        return redirect(report)
    context = {"page": check_of(report, request.user, at=now), "refusal": refusal}
    return render(request, "reflections/check_page.html", context)


def _handed_over(request: AuthedRequest, report: Report, *, at: datetime) -> HttpResponseRedirect:
    """The report, or its revision, as the page was shown."""
    if "revision" in request.POST:
        submit_revision(report, by=request.user, at=at)
    else:
        submit_report(report, by=request.user, at=at)
    return redirect(_address("submitted", report))


@require_http_methods(["GET", "HEAD", "POST"])
def nothing_page(request: AuthedRequest, town_slug: str, month: date) -> HttpResponse:
    """Nothing this month: a sentence if one likes, and one button."""
    now = timezone.now()
    report = report_to_write(request, town_slug, month, on=timezone.localdate(now))
    form = NothingForm(request.POST if request.method == "POST" else None)
    has_items = report.items.standing().exists()
    if form.is_valid():
        try:
            submit_nothing(
                report,
                note=form.cleaned_data["note"],
                leave_items="leave_items" in request.POST,
                by=request.user,
                at=now,
            )
        except SomethingWritten as refusal:
            form.add_error(None, str(refusal))
        except AlreadySubmitted:
            return redirect(report)
        else:
            return redirect(_address("submitted", report))
    if report.status != Report.Status.OPEN:
        return redirect(report)
    context = {"form": form, "report": report, "has_items": has_items}
    return render(request, "reflections/nothing_page.html", context)


@require_safe
def submitted_page(request: AuthedRequest, town_slug: str, month: date) -> HttpResponse:
    """The receipt: what came in when, who reads it, what is next."""
    now = timezone.now()
    report = report_at(request, town_slug, month, on=timezone.localdate(now))
    if report.submitted_at is None:
        return redirect(report)
    return render(request, "reflections/submitted_page.html", {"page": submitted_of(report)})


def _address(page: str, report: Report) -> str:
    return reverse(f"reflections:{page}", args=[report.town.slug, report.month])


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise BadRequest("No entry has such a key.") from error
