"""Letters: the list, one of them, and what may be done with it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import front.actions.letters
from front.forms.letters import EndLetterForm, LettersFilterForm
from front.queries.letter_page import page_of
from front.queries.letters import letters_page, letters_visible_to, suppressions_visible_to
from front.views.office.doors import FormPage, form_page, letters
from kit.attempts import attempt
from kit.errors import DomainError
from kit.keys import key_in
from outbox.models import Letter
from people.http import AuthedRequest
from towns.access import Thing
from towns.posts import posts_of_sender

MOST_ADDRESSES = 20


@require_safe
@letters
def letters_list(request: AuthedRequest) -> HttpResponse:
    """Every letter, the newest first; by state and by who gets it."""
    form = LettersFilterForm(request.GET)
    asked = form.asked()
    page = letters_page(request.user, asked, after=_after(request), at=timezone.now())
    onward = urlencode(asked.query | {"after": str(page.after)})
    addresses = suppressions_visible_to(request.user, on=timezone.localdate()).order_by("-since")
    context = {
        "form": form,
        "rows": page.rows,
        "older": f"?{onward}" if page.after else "",
        "first": f"?{urlencode(asked.query)}",
        "is_later_page": _after(request) is not None,
        "is_filtered": bool(asked.query),
        "addresses": addresses[:MOST_ADDRESSES],
    }
    return render(request, "front/office/letters_page.html", context)


def _after(request: AuthedRequest) -> UUID | None:
    """Where the page before ended; anything that is no key is taken for the beginning."""
    return key_in(request.GET.get("after", ""))


def _letter(request: AuthedRequest, key: UUID) -> Letter:
    return get_object_or_404(letters_visible_to(request.user, on=timezone.localdate()), key=key)


@require_safe
@letters
def letter_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """One letter: how it stands, what it tells, each attempt, and its words for those who may."""
    letter, now = _letter(request, key), timezone.now()
    posts = posts_of_sender(request, on=timezone.localdate(now))
    page = page_of(letter, reads_text=posts.reads(Thing.LETTER_TEXTS), at=now)
    return render(request, "front/office/letter_page.html", {"page": page})


@require_POST
@letters
def try_again(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Lets a letter that stopped go once more."""
    letter = _letter(request, key)
    try:
        front.actions.letters.try_again(letter, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is tried again.")
    return redirect("front:office_letter", key=key)


@require_POST
@letters
def take_as_sent(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Notes that a letter arrived of which no answer was heard."""
    letter = _letter(request, key)
    try:
        front.actions.letters.take_as_sent(letter, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It counts as sent.")
    return redirect("front:office_letter", key=key)


@require_http_methods(["GET", "POST"])
@letters
def end_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Ends a letter that waits, is set aside or in doubt; a reason is asked."""
    letter = _letter(request, key)
    form = EndLetterForm(request.POST if request.method == "POST" else None)

    def end() -> None:
        front.actions.letters.end_letter(
            letter, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    if attempt(form, end):
        messages.success(request, "It is not sent.")
        return redirect("front:office_letter", key=key)
    page = FormPage(
        title="Do not send this letter",
        button="Do not send it",
        back_url=reverse("front:office_letter", args=[key]),
        back_label="The letter",
    )
    return form_page(request, form, page)


@require_POST
@letters
def lift(request: AuthedRequest, pk: int) -> HttpResponse:
    """Writes to an address again that could not be reached."""
    found = suppressions_visible_to(request.user, on=timezone.localdate())
    suppression = get_object_or_404(found, pk=pk)
    front.actions.letters.lift(suppression, by=request.user, at=timezone.now())
    messages.success(request, f"Letters go to {suppression.email} again.")
    return redirect("front:office_letters")
