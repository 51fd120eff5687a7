"""The Programme Team's list of quotes, a town's, and each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evidence.actions.quotes import (
    AgreedAsTheyAre,
    QuoteChanged,
    add_quote,
    change_quote,
    remove_quote,
)
from evidence.forms import BY, KEPT, ChangeForm, ConsentForm, NarrowForm, QuoteForm
from evidence.models import Quote
from evidence.policies import may_keep_quotes
from evidence.queries.quotes import (
    Standing,
    ledger_of,
    quotes_page,
    request_for,
    stands_in_words,
)
from evidence.uses import uses_of
from kit.attempts import attempt
from kit.keys import key_in
from people.http import AuthedRequest
from towns.access import Thing, reads, within
from towns.models import Town
from towns.policies import is_programme_team

type Page = Callable[..., HttpResponse]


def of_town(page: Page) -> Page:
    """A page of a town whose quotes the reader sees."""

    @wraps(page)
    def guarded(request: AuthedRequest, town_slug: str, **kwargs: UUID) -> HttpResponse:
        today = timezone.localdate()
        towns = Town.objects.visible_to(request.user, on=today)
        here = within(request.user, Thing.QUOTES, on=today, town="pk")
        return page(request, get_object_or_404(towns.filter(here), slug=town_slug), **kwargs)

    return guarded


def about_quote(page: Page) -> Page:
    """A page about one quote, for whoever may keep quotes of its town."""

    @wraps(page)
    @of_town
    def guarded(request: AuthedRequest, town: Town, key: UUID) -> HttpResponse:
        quote = _found(request, town, key)
        _ask(request, town)
        return page(request, quote)

    return guarded


@require_safe
def all_page(request: AuthedRequest) -> HttpResponse:
    """Those of all towns, to who reads them everywhere; for others there is no such page."""
    if not reads(request.user, Thing.QUOTES, on=timezone.localdate()):
        raise Http404
    return _list(request, None)


@require_safe
@of_town
def town_page(request: AuthedRequest, town: Town) -> HttpResponse:
    """A town's."""
    return _list(request, town)


def _list(request: AuthedRequest, town: Town | None) -> HttpResponse:
    today, user = timezone.localdate(), request.user
    form = NarrowForm(request.GET if "standing" in request.GET else None)
    chosen = form.cleaned_data["standing"] if form.is_valid() else ""
    standing = Standing(chosen) if chosen else None
    after = _after(request)
    page = quotes_page(user, on=today, town=town, standing=standing, after=after)
    asked = {"standing": chosen} if chosen else {}
    context = {
        "town": town,
        "form": form,
        "page": page,
        "is_narrowed": bool(chosen),
        "is_first": after is None,
        "further": f"?{urlencode(asked | {'after': page.further})}" if page.further else "",
        "may_keep": town is not None and may_keep_quotes(user, town, on=today),
    }
    return render(request, "evidence/quotes_page.html", context)


def _after(request: AuthedRequest) -> Quote | None:
    key = key_in(request.GET.get("after", ""))
    rows = Quote.objects.visible_to(request.user, on=timezone.localdate())
    return rows.filter(key=key).first() if key else None


@require_http_methods(["GET", "POST"])
@of_town
def new_page(request: AuthedRequest, town: Town) -> HttpResponse:
    """One more quote of a town."""
    _ask(request, town)
    today = timezone.localdate()
    sent = request.POST if request.method == "POST" else None
    form = QuoteForm(sent, today=today, initial={"said_on": today, "attribution": BY.ROLE})
    added: list[Quote] = []

    def add() -> None:
        added.append(add_quote(town, form.words(), by=request.user, at=timezone.now()))

    if attempt(form, add):
        messages.success(request, "Added. Now ask whether others may read it.")
        return redirect("evidence:quote", town.slug, added[0].key)
    back = reverse("evidence:town", args=[town.slug])
    return form_page(request, form, town, FormPage("Add a quote", "Add", back))


@require_safe
@of_town
def quote_page(request: AuthedRequest, town: Town, key: UUID) -> HttpResponse:
    """One quote: its words, and everything that was agreed of it."""
    quote, today = _found(request, town, key), timezone.localdate()
    ledger = ledger_of(quote, on=today)
    may_keep = may_keep_quotes(request.user, town, on=today)
    newest = ledger[0].consent if ledger else None
    context = {
        "town": town,
        "quote": quote,
        "ledger": ledger,
        "stands": stands_in_words(newest, on=today),
        "is_agreed": bool(ledger) and not ledger[0].ended,
        "may_keep": may_keep,
        "request_text": request_for(quote, sender=request.user.person.name),
        "uses": uses_of(quote),
        "is_team": is_programme_team(request.user, on=today),
    }
    return render(request, "evidence/quote_page.html", context)


@require_http_methods(["GET", "POST"])
@about_quote
def change_page(request: AuthedRequest, quote: Quote) -> HttpResponse:
    """Its words, as long as nobody has agreed to them, or how the speaker is named."""
    sent = request.POST if request.method == "POST" else None
    form = ChangeForm(sent, today=timezone.localdate(), initial=_as_it_stands(quote))
    shown_anew: list[Quote] = []

    def change() -> None:
        seen_at = form.cleaned_data["seen_at"]
        try:
            change_quote(quote, form.words(), seen_at=seen_at, by=request.user, at=timezone.now())
        except QuoteChanged:
            shown_anew.append(seen_anew(form, quote))
            raise

    if attempt(form, change, at={AgreedAsTheyAre: "text", QuoteChanged: "text"}):
        messages.success(request, "Changed.")
        return redirect(_address(quote))
    page = FormPage("Change the quote", "Change", _address(quote), *shown_anew)
    return form_page(request, form, quote.town, page)


def _as_it_stands(quote: Quote) -> dict[str, object]:
    fields = ("text", "said_on", "attribution", *KEPT[BY.NAME])
    return {
        **{name: getattr(quote, name) for name in fields},
        "seen_at": quote.changed_at.isoformat(),
    }


def seen_anew(form: ChangeForm | ConsentForm, quote: Quote) -> Quote:
    """The quote as it stands now; what was typed may be sent again by whoever has now seen it."""
    quote.refresh_from_db()
    sent = cast("QueryDict", form.data).copy()
    sent["seen_at"] = quote.changed_at.isoformat()
    form.data = sent
    return quote


@require_http_methods(["GET", "POST"])
@about_quote
def remove_page(request: AuthedRequest, quote: Quote) -> HttpResponse:
    """Asks first; then it is listed no more."""
    if request.method == "POST":
        remove_quote(quote, by=request.user, at=timezone.now())
        messages.success(request, "Taken away.")
        return redirect("evidence:town", quote.town.slug)
    context = {
        "quote": quote,
        "title": "Take this quote away?",
        "lead": "It is listed no more, and nobody can use it. What was agreed of it stays in the "
        "records.",
        "button": "Take it away",
        "back": _address(quote),
    }
    return render(request, "evidence/confirm_page.html", context)


def _found(request: AuthedRequest, town: Town, key: UUID) -> Quote:
    rows = Quote.objects.visible_to(request.user, on=timezone.localdate()).kept()
    return get_object_or_404(rows.select_related("town", "added_by__person"), town=town, key=key)


def _ask(request: AuthedRequest, town: Town) -> None:
    if not may_keep_quotes(request.user, town, on=timezone.localdate()):
        raise PermissionDenied


def _address(quote: Quote) -> str:
    return reverse("evidence:quote", args=[quote.town.slug, quote.key])


@dataclass(frozen=True)
class FormPage:
    """What stands around a form: its title, button and way back, and the quote it is about."""

    title: str
    button: str
    back: str
    quote: Quote | None = None


def form_page(
    request: AuthedRequest, form: QuoteForm | ConsentForm, town: Town, page: FormPage
) -> HttpResponse:
    """A form with what was typed."""
    return render(request, "evidence/form_page.html", {"form": form, "town": town, "page": page})
