"""Materials and resources of a session: added as a file or a link, taken away, and handed out."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.attempts import attempt
from kit.errors import DomainError
from kit.file_sorts import WrongSort
from kit.kept_files import open_kept
from kit.uploads import takes_files
from people.http import AuthedRequest
from sessions.actions import resources as actions
from sessions.forms.resources import FileForm, LabelForm, LinkForm
from sessions.models import CohortSession, Contribution, Resource
from sessions.queries.resources import file_of
from sessions.views.guards import planned
from sessions.views.pages import session_form

PIECE = 64 * 1024  # bytes
# A file is kept on the device, never shown as a page of ours; if it were, it could do nothing.
ALONE = "sandbox; default-src 'none'"

logger = logging.getLogger(__name__)


@takes_files(actions.LARGEST)
@require_http_methods(["GET", "POST"])
@planned
def file_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """One more file."""
    form = _bound(request, session, FileForm)

    def add() -> Resource:
        file = form.cleaned_data["file"]
        by, at = request.user, timezone.now()
        return actions.add_file(session, form.label(), file=file, by=by, at=at)

    beside = dict.fromkeys((WrongSort, actions.FileRefused, actions.KnownAlready), "file")
    if attempt(form, add, at=beside):
        messages.success(request, "Added. Others see it once it has been checked.")
        return redirect(_back(session))
    if form.is_bound and "file" in form.cleaned_data:
        form.add_error("file", "Choose the file again: a browser does not keep it.")
    return session_form(request, form, session, title="Add a file", button="Add")


@require_http_methods(["GET", "POST"])
@planned
def link_page(request: AuthedRequest, session: CohortSession) -> HttpResponse:
    """One more link."""
    form = _bound(request, session, LinkForm)

    def add() -> Resource:
        link = form.cleaned_data["link"]
        by, at = request.user, timezone.now()
        return actions.add_link(session, form.label(), link=link, by=by, at=at)

    if attempt(form, add, at={actions.KnownAlready: "link"}):
        messages.success(request, "Added.")
        return redirect(_back(session))
    return session_form(request, form, session, title="Add a link", button="Add")


@require_safe
def file(request: AuthedRequest, slug: str, key: UUID) -> FileResponse:
    """A file of a session that the reader sees, once it was found clean."""
    today = timezone.localdate()
    session = get_object_or_404(CohortSession.objects.visible_to(request.user, on=today), slug=slug)
    found = get_object_or_404(file_of(session, request.user, on=today), key=key)
    if found.sort is None:
        raise Http404
    try:
        kept = open_kept(found.file_key)
    except FileNotFoundError:
        logger.exception("The file of %s is gone from the disk", found.key)
        raise Http404 from None
    answer = FileResponse(
        kept,
        as_attachment=True,
        filename=found.file_name,
        content_type=found.sort.content_type,
        headers={"Content-Security-Policy": ALONE},
    )
    answer.block_size = PIECE
    return answer


@require_POST
@planned
def remove(request: AuthedRequest, session: CohortSession, key: UUID) -> HttpResponse:
    """One of them away."""
    found = Resource.objects.visible_to(request.user, on=timezone.localdate())
    resource = get_object_or_404(found.filter(session=session), key=key)
    try:
        actions.remove(resource, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Taken away: {resource}.")
    return redirect(_back(session))


def _bound[Form: LabelForm](
    request: AuthedRequest, session: CohortSession, form: Callable[..., Form]
) -> Form:
    """The form with what was sent; a link may say for which use it asks."""
    found = Contribution.objects.visible_to(request.user, on=timezone.localdate())
    partners = found.filter(session=session, dropped_at=None)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    asked = request.GET.get("use")
    initial = {"use": asked} if asked in Resource.Use else None
    return form(*sent, partners=partners, initial=initial)


def _back(session: CohortSession) -> str:
    return f"{reverse('sessions:session', args=[session.slug])}#materials"
