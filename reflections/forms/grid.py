"""What the grid may be narrowed to, and which months it shows."""

from django import forms

from reflections.queries.grid import FILTER_WORDS


class GridFilterForm(forms.Form):
    """One choice; every town is shown without it."""

    use_required_attribute = False

    state = forms.ChoiceField(
        label="Show towns with a month that is",
        choices=[("", "in any state"), *FILTER_WORDS],
        required=False,
        error_messages={"invalid_choice": "Choose one of the states in the list."},
    )
