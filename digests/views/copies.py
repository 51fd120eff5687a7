"""An edition to take away: on paper, in large print, and as plain text."""

from datetime import date

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from digests.content import Content
from digests.models import Digest, Edition
from digests.paper import Facts
from digests.pdf.render import pdf_of
from digests.queries import reading
from digests.queries.copies import facts_of, whole_of
from digests.text import text_of
from digests.views.finding import read
from people.http import AuthedRequest


@require_safe
@read
def pdf(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """The published edition as a PDF; with `?size=large` in large print."""
    is_large = request.GET.get("size") == "large"
    edition, content, facts = _copied(request, digest)
    answer = HttpResponse(pdf_of(content, facts, large=is_large), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{_name(digest, edition, is_large)}"'
    return answer


@require_safe
@read
def text(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """The published edition as plain text."""
    _, content, facts = _copied(request, digest)
    return HttpResponse(text_of(content, facts), content_type="text/plain; charset=utf-8")


def _copied(request: AuthedRequest, digest: Digest) -> tuple[Edition, Content, Facts]:
    on: date = timezone.localdate()
    edition = reading.edition_of(digest, request.user, on=on)
    if edition is None:
        raise Http404
    return edition, whole_of(edition, on=on), facts_of(digest, edition)


def _name(digest: Digest, edition: Edition, is_large: bool) -> str:  # noqa: FBT001 -- of one caller
    size = "-large" if is_large else ""
    return f"digest-{digest.quarter:%Y-%m}-edition-{edition.number}{size}.pdf"
