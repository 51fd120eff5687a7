"""Whom to write to at a partner: added, corrected, removed."""

from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from front.forms.contacts import ChangeContactForm, ContactForm, NewContactForm, as_it_stands
from front.queries.partners import partner_seen
from front.views.office.doors import FormPage, form_page
from kit.attempts import attempt
from partners.actions.contacts import (
    ChangedMeanwhile,
    KnownAlready,
    LeftTooSoon,
    add_contact,
    change_contact,
    remove_contact,
)
from partners.models import Contact
from partners.policies import may_keep_contacts
from partners.queries.contacts import towns_kept
from people.http import AuthedRequest
from people.models import Organisation
from people.queries import living
from towns.access import Thing
from towns.policies import is_programme_team
from towns.posts import posts_of_sender

FIELDS = {KnownAlready: "email", LeftTooSoon: "ends_on"}


@require_http_methods(["GET", "HEAD", "POST"])
def new_contact_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """Somebody to write to at a partner."""
    organisation = _partner(request, slug)
    form = _form(request, NewContactForm)

    def add() -> None:
        key, by, at = form.cleaned_data["key"], request.user, timezone.now()
        add_contact(organisation, form.details(), key=key, by=by, at=at)

    if attempt(form, add, at=FIELDS):
        messages.success(request, "Added.")
        return redirect(_address(organisation))
    return form_page(request, form, _page(organisation, "Add a contact", "Add"))


@require_http_methods(["GET", "HEAD", "POST"])
def contact_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """One contact, to be corrected, or to be noted as gone."""
    contact = _kept(request, key)
    form = _form(request, ChangeContactForm, initial=as_it_stands(contact))

    def change() -> None:
        by, at = request.user, timezone.now()
        try:
            change_contact(contact, form.details(), seen=form.seen(), by=by, at=at)
        except ChangedMeanwhile:
            _seen_anew(form, contact)
            raise

    if attempt(form, change, at=FIELDS):
        messages.success(request, "Kept.")
        return redirect(_address(contact.organisation))
    removal = reverse("partners:remove_contact", args=[key])
    page = _page(contact.organisation, "Change a contact", "Save", further=(removal, "Remove them"))
    return form_page(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_contact_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Asks first; then nothing is known of them any more."""
    contact = _kept(request, key)
    if request.method == "POST":
        remove_contact(contact, by=request.user, at=timezone.now())
        messages.success(request, "Removed.")
        return redirect(_address(contact.organisation))
    page = _page(
        contact.organisation,
        f"Remove {contact.name}?",
        "Remove",
        lead="Their name, address and telephone number are deleted for good. If they have only "
        "left, note their last day instead, so that others know.",
    )
    return form_page(request, forms.Form(), page)


def _partner(request: AuthedRequest, slug: str) -> Organisation:
    """The partner that lives on, for who keeps contacts at all; 403 for who only reads them."""
    today = timezone.localdate()
    if not posts_of_sender(request, on=today).reaches(Thing.CONTACTS):
        raise Http404
    organisation = partner_seen(request.user, slug, on=today)
    if organisation is None:
        raise Http404
    return living(organisation)


def _kept(request: AuthedRequest, key: UUID) -> Contact:
    """The contact; 404 for who does not read it, 403 for who only reads."""
    today = timezone.localdate()
    posts_of_sender(request, on=today)  # first: every condition from here on is made of them
    rows = Contact.objects.visible_to(request.user, on=today).select_related("organisation", "town")
    contact = get_object_or_404(rows, key=key)
    if not may_keep_contacts(request.user, contact.town, on=today):
        raise PermissionDenied
    return contact


def _form[Form: ContactForm](
    request: AuthedRequest, kind: type[Form], *, initial: dict[str, object] | None = None
) -> Form:
    """The form with the places whose contacts the sender keeps; 403 if there are none."""
    today = timezone.localdate()
    towns, team = towns_kept(request.user, on=today), is_programme_team(request.user, on=today)
    if not towns and not team:
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    return kind(sent, initial=initial, towns=towns, for_programme=team)


def _seen_anew(form: ChangeContactForm, contact: Contact) -> None:
    """What was typed may be sent again by whoever has now seen how it stands."""
    contact.refresh_from_db()
    sent = cast("QueryDict", form.data).copy()
    sent["seen_at"] = contact.changed_at.isoformat()
    form.data = sent


def _page(
    organisation: Organisation,
    title: str,
    button: str,
    *,
    lead: str = "",
    further: tuple[str, str] | None = None,
) -> FormPage:
    name = organisation.name
    return FormPage(
        title, button, _address(organisation), name, caption=name, lead=lead, further=further
    )


def _address(organisation: Organisation) -> str:
    return reverse("partners:partner", args=[living(organisation).slug])
