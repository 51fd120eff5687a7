"""What the reader of a letter may say of it."""

from django import forms

from outbox.models import Preference


class ChoiceForm(forms.Form):
    """Which letters a person wants."""

    choice = forms.ChoiceField(
        label="Which letters do you want?",
        choices=Preference.Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three."},
    )
