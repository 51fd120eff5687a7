"""The desk: how a digest stands, what comes next, and its sections as they are edited."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from digests.actions.editing import (
    OpeningChanged,
    add_passage,
    add_quote,
    passage_in,
    place_passage,
    save_opening,
)
from digests.actions.steps import NotNow
from digests.content import Sort
from digests.forms.editing import NewPassageForm, OpeningForm
from digests.models import Digest, Section
from digests.queries.desk import desk_of, section_address
from digests.queries.parts import part_now
from digests.queries.section_page import choices_for, quote_seen
from digests.views.drawn import part_in_html
from digests.views.finding import edited
from digests.views.saving import Typed, keep, saved_answer, section_context
from kit.attempts import attempt
from kit.errors import DomainError
from kit.keys import key_in
from people.http import AuthedRequest


@require_http_methods(["GET", "HEAD", "POST"])
@edited
def desk_page(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """How a digest stands, with the lines that open it."""
    initial = {"opening": digest.opening, "version": digest.opening_version}
    form = OpeningForm(request.POST if request.method == "POST" else None, initial=initial)

    def save() -> None:
        told = form.cleaned_data
        try:
            save_opening(
                digest,
                told["opening"],
                version=told["version"],
                by=request.user,
                at=timezone.now(),
            )
        except OpeningChanged:
            digest.refresh_from_db()
            sent = request.POST.copy()
            sent["version"] = str(digest.opening_version)
            form.data = sent
            raise

    if attempt(form, save, at={OpeningChanged: "opening"}):
        messages.success(request, "Saved.")
        return redirect("digests:desk", digest.quarter)
    desk = desk_of(digest, on=timezone.localdate(), after=request.GET.get("after", ""))
    return render(request, "digests/desk_page.html", {"digest": digest, "desk": desk, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@edited
def section_page(request: AuthedRequest, digest: Digest, slug: str = "") -> HttpResponse:
    """A section's passages: words, order, depth; what may not be published says why."""
    section, now = _section(request, digest, slug), timezone.now()
    typed = None
    if request.method != "POST" and not digest.is_edited:
        return _settled(request, digest, section)
    if request.method == "POST":
        is_script = "application/json" in request.headers.get("Accept", "")
        try:
            typed = keep(section, request.POST, by=request.user, at=now)
        except NotNow as refusal:
            return _too_late(request, digest, section, str(refusal), is_script=is_script)
        if is_script:
            return saved_answer(typed, by=request.user, at=now)
        moved = _moved(request, section, at=now)
        if typed.is_all_kept:
            return redirect(f"{section_address(digest, section)}{moved}")
    return _shown(request, digest, section, typed, at=now)


def _moved(request: AuthedRequest, section: Section, *, at: datetime) -> str:
    """A passage goes up or down, if that was pressed; returns its place in the page."""
    post = request.POST
    key = key_in(post.get("up") or post.get("down") or "")
    passage = passage_in(section, key) if key else None
    if passage is None:
        return ""
    place_passage(passage, before="up" in post, by=request.user, at=at)
    return f"#entry-{passage.key}"


def _shown(
    request: AuthedRequest,
    digest: Digest,
    section: Section,
    typed: Typed | None,
    *,
    at: datetime,
    added: NewPassageForm | None = None,
) -> HttpResponse:
    on = timezone.localdate(at)
    context = section_context(section, typed, on=on) | {
        "digest": digest,
        "address": section_address(digest, section),
        "choices": choices_for(section, request.user, on=on),
        "new": added or NewPassageForm(),
    }
    is_conflict = typed is not None and bool(typed.saved.conflicts)
    status = HTTPStatus.CONFLICT if is_conflict else HTTPStatus.OK
    return render(request, "digests/section_page.html", context, status=status)


def _settled(request: AuthedRequest, digest: Digest, section: Section) -> HttpResponse:
    """What the section says, while nothing of it can be changed."""
    part = part_now(section, on=timezone.localdate())
    context = {"digest": digest, "section": section, "said": part_in_html(part)}
    return render(request, "digests/settled_page.html", context)


def _too_late(
    request: AuthedRequest, digest: Digest, section: Section, refusal: str, *, is_script: bool
) -> HttpResponse:
    """The digest moved on while this was typed: what was typed is shown, and can be copied."""
    if is_script:
        return JsonResponse({"gone": refusal}, status=HTTPStatus.CONFLICT)
    texts = [
        value
        for name, value in request.POST.items()
        if name.endswith(("-text", "-note")) and str(value).strip()
    ]
    context = {"digest": digest, "section": section, "refusal": refusal, "texts": texts}
    return render(request, "digests/too_late_page.html", context, status=HTTPStatus.CONFLICT)


@require_POST
@edited
def add_page(request: AuthedRequest, digest: Digest, slug: str = "") -> HttpResponse:
    """A passage in the team's own words joins a section."""
    section, now = _section(request, digest, slug), timezone.now()
    form = NewPassageForm(request.POST)

    def add() -> None:
        told = form.cleaned_data
        sort = Sort(told["sort"])
        add_passage(section, sort=sort, text=told["text"], by=request.user, at=now)

    if attempt(form, add):
        messages.success(request, "Added.")
        return redirect(section_address(digest, section))
    return _shown(request, digest, section, None, at=now, added=form)


@require_POST
@edited
def quote_page(request: AuthedRequest, digest: Digest, slug: str, key: UUID) -> HttpResponse:
    """A quote of the town joins its section, if its speaker agreed."""
    section, now = _section(request, digest, slug), timezone.now()
    quote = quote_seen(request.user, key, on=timezone.localdate(now))
    if quote is None:
        raise Http404
    try:
        made = add_quote(section, quote, by=request.user, at=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{section_address(digest, section)}#quotes")
    return redirect(f"{section_address(digest, section)}#entry-{made.key}")


def _section(request: AuthedRequest, digest: Digest, slug: str) -> Section:
    sections = Section.objects.visible_to(request.user, on=timezone.localdate())
    rows = sections.filter(digest=digest).select_related("town", "digest")
    return get_object_or_404(rows, **({"town__slug": slug} if slug else {"town": None}))
