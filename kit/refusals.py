"""What Django's own fields refuse, in the portal's sentences. Pure functions."""

from collections.abc import Mapping
from typing import cast

from django.core.exceptions import ValidationError
from django.core.validators import (
    EmailValidator,
    MaxLengthValidator,
    ProhibitNullCharactersValidator,
)
from django.forms import (
    ChoiceField,
    ModelChoiceField,
    ModelMultipleChoiceField,
    MultipleChoiceField,
)

ADDRESS = "Enter an e-mail address such as name@example.org."
CHOOSE = "Choose one of the answers."
UNSTORABLE = "This held a sign that cannot be stored. It has been taken out: read it once more."
_NO_CHOICE = tuple(
    field.default_error_messages["invalid_choice"]
    for field in (ChoiceField, MultipleChoiceField, ModelChoiceField, ModelMultipleChoiceField)
)


def in_our_words(refusal: ValidationError) -> str:
    """One refusal. A form's own words are kept; only those that Django wrote are replaced."""
    said = refusal.message
    if said is MaxLengthValidator.message:
        figures = cast("Mapping[str, int]", refusal.params)
        most, found = figures["limit_value"], figures["show_value"]
        return f"Shorten it to {most:,} characters or fewer; it has {found:,}."
    if said is ProhibitNullCharactersValidator.message:
        return UNSTORABLE
    if said is EmailValidator.message:
        return ADDRESS
    if said in _NO_CHOICE:
        return CHOOSE
    return str(refusal.messages[0])
