"""Widgets that carry meaning. How they look is the business of `templates/cohort/`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

type Attrs = dict[str, Any]


class DatePartsWidget(forms.MultiWidget):
    """A date as three boxes: people know dates by heart, and a calendar gets in their way."""

    use_fieldset = True

    def __init__(self, attrs: Attrs | None = None) -> None:
        super().__init__(
            {
                "day": _number_box("Day", 2),
                "month": _number_box("Month", 2),
                "year": _number_box("Year", 4),
            },
            attrs,
        )

    def decompress(self, value: date | None) -> list[str]:
        """The parts of a stored date; three empty boxes for none."""
        if value is None:
            return ["", "", ""]
        return [str(value.day), str(value.month), str(value.year)]


class _Hinted(forms.widgets.ChoiceWidget):
    """Choices that may each carry a line of explanation, by value."""

    def __init__(
        self,
        attrs: Attrs | None = None,
        choices: Sequence[tuple[Any, Any]] = (),
        *,
        hints: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 -- Django passes any value here
        """Django's option, with its hint beside it."""
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        return option


class HintedRadioSelect(_Hinted, forms.RadioSelect):
    """Radio buttons with a hint under some of them."""


class HintedCheckboxes(_Hinted, forms.CheckboxSelectMultiple):
    """Check boxes with a hint under some of them."""


def _number_box(label: str, digits: int) -> forms.TextInput:
    """A short box that brings up the number keys and keeps a wrong answer to show it back."""
    return forms.TextInput(
        attrs={
            "inputmode": "numeric",
            "size": digits,
            "data-label": label,
            "autocomplete": "off",
        }
    )
