"""Whom to write to at a partner."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from kit.fields import DatePartsField, LineField, SeenField
from partners.actions.contacts import Details
from partners.models import Contact
from towns.models import Town

NAME_LIMIT = 200
PHONE_LIMIT = 40
EVERYWHERE = "programme"  # instead of a town's address
_PHONE = re.compile(r"\+?[\d\s()-]{6,}(?:\s*(?:ext|x)\.?\s*\d+)?", re.IGNORECASE)


class ContactForm(forms.Form):
    """Who it is, how to reach them, and whose contact they are."""

    use_required_attribute = False

    name = LineField(
        label="Name",
        longest=NAME_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter their name."},
    )
    role = LineField(
        label="What they do there",
        help_text="Such as Active travel officer. Leave it empty if you do not know.",
        longest=NAME_LIMIT,
        required=False,
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Enter an address like name@example.org."},
    )
    phone = LineField(
        label="Telephone",
        help_text="Of their work.",
        longest=PHONE_LIMIT,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    place = forms.ChoiceField(
        label="Whose contact are they?",
        help_text="A town's are read by its own leads and analyst, the programme's by those of "
        "every town. The Programme Team reads all.",
        error_messages={
            "required": "Choose whose contact they are.",
            "invalid_choice": "Choose one of the list.",
        },
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- passed on to Django's form
        towns: Sequence[Town],
        for_programme: bool,
        **kwargs: Any,  # noqa: ANN401 -- passed on to Django's form
    ) -> None:
        super().__init__(*args, **kwargs)
        self.towns = {town.slug: town for town in towns}
        everywhere = [(EVERYWHERE, "The whole programme's")] if for_programme else []
        choices = [*everywhere, *((town.slug, f"{town.name}'s") for town in towns)]
        place = cast("forms.ChoiceField", self.fields["place"])
        place.choices = choices
        if len(choices) == 1:
            place.initial, place.widget = choices[0][0], forms.HiddenInput()

    def clean_phone(self) -> str:
        """Something that can be dialled."""
        phone: str = self.cleaned_data["phone"]
        if phone and not _PHONE.fullmatch(phone):
            raise ValidationError("Enter a telephone number, like 01292 555 0199.", code="invalid")
        return phone

    def clean(self) -> dict[str, Any]:
        """One who cannot be reached is no contact."""
        typed = super().clean() or self.cleaned_data
        if not {"email", "phone"} & self.errors.keys() and not (typed["email"] or typed["phone"]):
            self.add_error("email", "Enter an e-mail address, a telephone number, or both.")
        return typed

    def details(self) -> Details:
        """What was typed, once it is valid."""
        typed = self.cleaned_data
        return Details(
            name=typed["name"],
            role=typed["role"],
            email=typed["email"],
            phone=typed["phone"],
            town=self.towns.get(typed["place"]),
            ends_on=typed.get("ends_on"),
        )


class NewContactForm(ContactForm):
    """One who is not there yet."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ChangeContactForm(ContactForm):
    """The same of one who is there; who left has a last day."""

    ends_on = DatePartsField(
        label="Their last day there, if they have left",
        help_text="From then on they are listed among those who left.",
        required=False,
    )
    seen_at = SeenField()

    def seen(self) -> datetime:
        """When what its writer saw had been written."""
        at: datetime = self.cleaned_data["seen_at"]
        return at


def as_it_stands(contact: Contact) -> dict[str, object]:
    """What stands in the form at first."""
    return {
        **{name: getattr(contact, name) for name in ("name", "role", "email", "phone", "ends_on")},
        "place": contact.town.slug if contact.town else EVERYWHERE,
        "seen_at": contact.changed_at.isoformat(),
    }
