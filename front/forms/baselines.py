"""Whom a town knew at its start, and that this is all."""

from typing import ClassVar

from django import forms

from kit.fields import LineField
from partners.models import STRENGTH_HINTS, Strength
from people.forms.organisations import Adding, NamesOrganisations

NAME_LIMIT = 200


class KnownForm(NamesOrganisations):
    """An organisation by any of its names, and how close the two were."""

    adding: ClassVar = {"name": Adding.ASKED}
    use_required_attribute = False

    name = LineField(
        label="Organisation",
        help_text="By any of its names.",
        longest=NAME_LIMIT,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
        error_messages={"required": "Enter the name of the organisation."},
    )
    strength = forms.TypedChoiceField(
        label="How close were you?",
        choices=[
            *(
                (str(value), f"{label}: {STRENGTH_HINTS[value]}")
                for value, label in Strength.choices
            ),
            ("", "Unsaid"),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        initial="",
        error_messages={"invalid_choice": "Choose one of the list."},
    )


class FreezeForm(forms.Form):
    """One says that nothing is missing: afterwards nobody changes it."""

    use_required_attribute = False

    is_all = forms.BooleanField(
        label="This is how it was. I know that nobody can change it afterwards.",
        error_messages={"required": "Tick the box if this is how it was."},
    )
