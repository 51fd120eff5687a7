"""Where a published passage is corrected: with a reason, in sight of everybody who reads it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from digests.actions.correcting import (
    AmendedMeanwhile,
    Change,
    NothingChanged,
    NotTheirWords,
    correct_passage,
)
from digests.content import Sort
from digests.forms.editing import CorrectionForm
from digests.models import Digest, Edition
from digests.queries import reading
from digests.views.finding import edited
from kit.attempts import attempt
from people.http import AuthedRequest

BESIDE = dict.fromkeys((AmendedMeanwhile, NothingChanged, NotTheirWords), "text")


@require_http_methods(["GET", "HEAD", "POST"])
@edited
def correct_page(request: AuthedRequest, digest: Digest, key: UUID) -> HttpResponse:
    """What the passage says, what it is to say, and why."""
    edition = reading.edition_of(digest, request.user, on=timezone.localdate())
    found = reading.passage_of(edition, key) if edition else None
    if edition is None or found is None or found.gone:
        raise Http404
    form = CorrectionForm(
        request.POST if request.method == "POST" else None,
        initial={"text": found.text, "note": found.note, "seen_edition": edition.number},
        is_quote=found.sort == Sort.QUOTE,
    )

    def correct() -> None:
        change = Change(**{"note": found.note} | form.cleaned_data)
        try:
            correct_passage(digest, key, change, by=request.user, at=timezone.now())
        except AmendedMeanwhile:
            form.data = seen_now(request.POST, edition)
            raise

    if attempt(form, correct, at=BESIDE):
        messages.success(request, "Corrected. Those who had read it before are told.")
        return redirect(f"{digest.get_absolute_url()}?depth=full#p-{key}")
    return render(
        request, "digests/correct_page.html", {"digest": digest, "passage": found, "form": form}
    )


def seen_now(post: QueryDict, edition: Edition) -> QueryDict:
    """What was typed, by somebody who is shown now what the edition says."""
    sent = post.copy()
    sent["seen_edition"] = str(edition.number)
    return sent
