"""Form fields for prose and for dates, with refusals in whole sentences."""

import calendar
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator

from kit.text import holds_unstorable, settled, settled_line, without_unstorable
from kit.widgets import DatePartsWidget

PROSE_LIMIT = 60_000
_LETTERS_OF_MONTH = 3  # "Jan", "Sept" and "September" are all understood.
_DAYS_IN_MONTH = 31
_MONTHS_IN_YEAR = 12
_YEAR_DIGITS = 4
_SEEN_FORMATS = ("%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z")


class LengthValidator(BaseValidator):
    """Refuses a text that is too long, and says by how much."""

    code = "max_length"

    def compare(self, a: int, b: int) -> bool:
        """Whether the text is longer than allowed."""
        return a > b

    def clean(self, x: str) -> int:
        """The length that counts."""
        return len(x)

    def __call__(self, value: str) -> None:
        """Raises a sentence with both figures."""
        length = self.clean(value)
        if self.compare(length, int(self.limit_value)):
            raise ValidationError(
                f"This is {length:,} characters long. Shorten it to {self.limit_value:,} or fewer.",
                code=self.code,
            )


class ProseField(forms.Field):
    """Text of any number of lines, stored in one settled form (see `kit.text.settled`).

    A text that cannot be stored is refused in a sentence and shown again without the signs that
    made it so; nothing else of it is lost.
    """

    def __init__(self, *, max_length: int = PROSE_LIMIT, rows: int = 4, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's Field
        kwargs.setdefault(
            "widget", forms.Textarea(attrs={"rows": rows, "data-maxlength": max_length})
        )
        super().__init__(**kwargs)
        self.max_length = max_length
        self.validators.append(LengthValidator(max_length))

    def to_python(self, value: str | None) -> str:
        """The text, settled."""
        if value is None:
            return ""
        if holds_unstorable(value):
            raise ValidationError(
                "The text held a sign that cannot be stored. It has been taken out: "
                "read the text once more, then send it again.",
                code="unstorable",
            )
        return settled(value)

    def bound_data(self, data: str | None, initial: str) -> str:  # noqa: ARG002 -- Django's signature
        """What to show again after an error."""
        return without_unstorable(data or "")

    def has_changed(self, initial: str | None, data: str | None) -> bool:
        """Whether the settled texts differ; line endings of a browser are no change."""
        if self.disabled:
            return False
        return settled(initial or "") != settled(without_unstorable(data or ""))


class WordsField(ProseField):
    """Prose in which something can be read: marks of direction alone say nothing."""

    def to_python(self, value: str | None) -> str:
        """The text, settled; empty if nobody would see any of it."""
        text = super().to_python(value)
        return text if settled_line(text) else ""


class LineField(forms.CharField):
    """A name or title, stored in one settled form (see `kit.text.settled_line`).

    What holds nothing but marks that nobody sees counts as left empty.
    """

    def __init__(self, *, longest: int, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's field
        super().__init__(**kwargs)
        self.validators.append(LengthValidator(longest))

    def to_python(self, value: str | None) -> str:
        """The text, settled."""
        return settled_line(super().to_python(value) or "")


class SeenField(forms.DateTimeField):
    """When what its reader saw had been written last: whoever changed it meanwhile is not lost."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(
            input_formats=list(_SEEN_FORMATS),
            error_messages={"required": "Open the page once more, then send it again."},
        )


class DatePartsField(forms.Field):
    """A day typed in three boxes, refused in sentences. Months may be written as words."""

    widget = DatePartsWidget
    default_error_messages = {"required": "Enter a date."}

    def __init__(
        self,
        *,
        earliest: date | None = None,
        latest: date | None = None,
        **kwargs: Any,  # noqa: ANN401 -- passed on to Django's Field
    ) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def validate(self, value: date | None) -> None:
        """Required, and within the span the form allows."""
        super().validate(value)
        if value is None:
            return
        if self.earliest and value < self.earliest:
            raise ValidationError(
                f"This must be {self.words(self.earliest)} or later.", code="early"
            )
        if self.latest and value > self.latest:
            raise ValidationError(
                f"This must be {self.words(self.latest)} or earlier.", code="late"
            )

    def bound_data(
        self,
        data: Sequence[str] | None,
        initial: date | None,  # noqa: ARG002 -- Django's signature
    ) -> list[str]:
        """What to show again after an error."""
        return [without_unstorable(part or "") for part in data or ()]

    def words(self, day: date) -> str:
        """A date as the portal writes it."""
        return f"{day.day} {day:%B %Y}"

    def to_python(self, value: Sequence[str] | date | None) -> date | None:
        """The day, or none if all three boxes are empty."""
        if value is None or isinstance(value, date):
            return value
        day, month, year = _parts(value, ("day", "month", "year"))
        if not (day or month or year):
            return None
        _refuse_missing({"day": day, "month": month, "year": year})
        number = _number(day, top=_DAYS_IN_MONTH, what="day")
        first = date(_year(year), _month(month), 1)
        last = calendar.monthrange(first.year, first.month)[1]
        if number > last:
            raise ValidationError(
                f"{first:%B %Y} has {last} days: there is no {number} {first:%B}.",
                code="no_such_day",
            )
        return first.replace(day=number)


def _parts(value: Sequence[str], names: Sequence[str]) -> list[str]:
    """What stood in each box, trimmed; an absent box is an empty one."""
    return [(part or "").strip() for part in (*value, *[""] * len(names))][: len(names)]


def _refuse_missing(parts: dict[str, str]) -> None:
    missing = [f"a {name}" for name, part in parts.items() if not part]
    if missing:
        raise ValidationError(f"The date needs {' and '.join(missing)}.", code="incomplete")


def _number(text: str, *, top: int, what: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= top):
        raise ValidationError(f"The {what} must be a number from 1 to {top}.", code=f"bad_{what}")
    return int(text)


def _month(text: str) -> int:
    word = text.lower().rstrip(".")
    if len(word) >= _LETTERS_OF_MONTH:
        for number, name in enumerate(calendar.month_name):
            if name.lower().startswith(word):
                return number
    return _number(text, top=_MONTHS_IN_YEAR, what="month")


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == _YEAR_DIGITS and int(text)):
        raise ValidationError("Write the year with four digits, for example 2026.", code="bad_year")
    return int(text)
