"""Which day's relationships somebody asks for, beside which, and narrowed to what."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict  # noqa: TID251 -- a form reads what was asked

from front.forms.days import DayField
from front.queries.relationships import Wanted
from kit.periods import quarter_of
from kit.text import without_unstorable
from people.models import Organisation

LONGEST = 220  # characters of a name or a slug


class WantedForm(forms.Form):
    """What is asked; where that cannot be, today's map is shown, with a sentence."""

    use_required_attribute = False

    on = DayField(label="On the day")
    since = DayField(label="Compared with")
    outcome = forms.SlugField(max_length=LONGEST, required=False)
    kind = forms.ChoiceField(
        choices=[("", "Every kind"), *Organisation.Kind.choices], required=False
    )

    sector = forms.SlugField(max_length=LONGEST, required=False)

    def __init__(self, asked: QueryDict, *, today: date) -> None:
        super().__init__(asked)
        self.today = today
        self.after = without_unstorable(asked.get("after", ""))[:LONGEST]

    def clean_on(self) -> date | None:
        """Nobody knows the ties of days to come."""
        on: date | None = self.cleaned_data["on"]
        if on is not None and on > self.today:
            raise ValidationError("That day has not come. The map goes up to today.")
        return on

    def clean(self) -> dict[str, Any]:
        """One compares with an earlier day."""
        found = self.cleaned_data
        on, since = found.get("on") or self.today, found.get("since")
        if since is not None and since >= on and "on" not in self.errors:
            self.add_error("since", "Choose an earlier day to compare with.")
        return found

    @property
    def days(self) -> list[tuple[forms.BoundField, str]]:
        """The boxes for days, each with what stands in it: a day in words, or what was typed."""
        wanted = self.wanted
        shown = {"on": wanted.on if wanted.on != self.today else None, "since": wanted.since}
        return [
            (self[name], str(self[name].value() or "") if name in self.errors else _in_words(day))
            for name, day in shown.items()
        ]

    @property
    def wanted(self) -> Wanted:
        """What is asked, as far as it can be."""
        self.is_valid()
        found = self.cleaned_data
        return Wanted(
            on=found.get("on") or self.today,
            since=found.get("since"),
            outcome=found.get("outcome") or "",
            kind=found.get("kind") or "",
            sector=found.get("sector") or "",
            after=self.after,
        )

    @property
    def address(self) -> dict[str, str]:
        """The same as it stands in an address, but for the page."""
        wanted = self.wanted
        told = {
            "on": wanted.on.isoformat() if wanted.on != self.today else "",
            "since": wanted.since.isoformat() if wanted.since else "",
            "outcome": wanted.outcome,
            "kind": wanted.kind,
            "sector": wanted.sector,
        }
        return {key: value for key, value in told.items() if value}


class BeforeAfterForm(WantedForm):
    """Two days beside each other: where none before is asked for, the baseline or last quarter."""

    def __init__(self, asked: QueryDict, *, today: date, start: date | None) -> None:
        super().__init__(asked, today=today)
        self.start = start

    @property
    def wanted(self) -> Wanted:
        """What is asked, always with a day before."""
        wanted = super().wanted
        return replace(wanted, since=wanted.since or self._before(wanted.on))

    def _before(self, on: date) -> date:
        """The day on which what is compared with it was frozen, or the end of last quarter."""
        if self.start is not None and self.start < on:
            return self.start
        return quarter_of(on) - timedelta(days=1)


def _in_words(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def days_before(today: date, *, start: date) -> list[tuple[str, date]]:
    """The days with which one compares mostly, in words."""
    quarter = quarter_of(today) - timedelta(days=1)
    days = [
        ("the end of last quarter", quarter),
        ("a year ago", today - timedelta(days=365)),
        ("the start", start),
    ]
    return [(words, day) for words, day in days if start <= day < today]
