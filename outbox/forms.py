"""What the reader of a letter may say of it."""

from collections.abc import Mapping

from django import forms

from kit.widgets import HintedRadioSelect
from outbox.models import Preference

Choice = Preference.Choice
HINTS: Mapping[str, str] = {
    Choice.ALL: "Reminders, word of what became of your items, and a letter as each week begins.",
    Choice.OWED: "Reminders of what is due, until it is in. No news.",
    Choice.DUTY: "Codes to sign in, and what changes in your account and your posts. No reminders.",
}


class ChoiceForm(forms.Form):
    """Which letters a person wants."""

    use_required_attribute = False

    choice = forms.ChoiceField(
        label="Which letters do you want?",
        choices=Choice.choices,
        widget=HintedRadioSelect(hints=HINTS),
        error_messages={
            "required": "Choose one of the three.",
            "invalid_choice": "Choose one of the three.",
        },
    )
