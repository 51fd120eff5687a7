"""Which month a report belongs to, and which of its items move there."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django import forms

from kit.dates import month_name


class MoveForm(forms.Form):
    """The right month."""

    use_required_attribute = False

    to = forms.ChoiceField()

    def __init__(self, data: object = None, *, months: Iterable[date]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        choices = [(f"{month:%Y-%m}", month_name(month)) for month in months]
        self.fields["to"] = forms.ChoiceField(
            label="Which month is it for?",
            widget=forms.RadioSelect,
            choices=choices,
            error_messages={
                "required": "Choose a month.",
                "invalid_choice": "Choose a month of the list.",
            },
        )

    def month(self) -> date:
        """The first day of the chosen month. Needs a valid form."""
        return date.fromisoformat(f"{self.cleaned_data['to']}-01")


def keys_chosen(values: Iterable[str]) -> list[UUID]:
    """The items that were ticked; what is no key is no item."""
    keys = []
    for value in values:
        try:
            keys.append(UUID(value))
        except ValueError:
            continue
    return keys
