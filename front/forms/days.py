"""A day typed in one box, for asking what stood or stands on it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from towns.holiday_files import FORMATS_IN_WORDS, day_from

YEARS = range(2000, 2100)


class DayField(forms.CharField):
    """A day in any of the common ways of writing; its value is a `date`, or none if left empty."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's field
        kwargs.setdefault("widget", forms.TextInput(attrs={"size": 20, "autocomplete": "off"}))
        super().__init__(max_length=60, required=False, **kwargs)

    def clean(self, value: str | None) -> date | None:
        """Raises a sentence for what is no day."""
        text = super().clean(value)
        if not text:
            return None
        day = day_from(text)
        if day is None:
            raise ValidationError(
                f"“{text}” is no day. Write it as {FORMATS_IN_WORDS}.", code="no_day"
            )
        if day.year not in YEARS:
            raise ValidationError("Choose a year from 2000 to 2099.", code="far_off")
        return day


class OnDayForm(forms.Form):
    """What stood on a day."""

    use_required_attribute = False

    on = DayField(label="On the day (as 6 November 2026)")


class PeopleFilterForm(OnDayForm):
    """People by name, with what they held on a day."""

    name = forms.CharField(label="Name", max_length=200, required=False)

    field_order = ("name", "on")
