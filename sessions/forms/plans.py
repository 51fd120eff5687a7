"""What is typed of a plan, of a series, and of a kind of session."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms

from kit.fields import DatePartsField, LineField
from sessions.actions.series import Rhythm
from sessions.forms.sessions import INVITABLE, MINUTES
from sessions.models import Kind, Series
from sessions.models.series import LONGEST, LONGEST_AHEAD, MOST_REMIND_DAYS
from sessions.queries.sessions import kinds_in_use
from sessions.rhythm import LAST

NAME_LIMIT = 80  # characters
SHORTEST = 5  # minutes
NO_KIND = {"required": "Choose a kind.", "invalid_choice": "Choose one of the list."}
NTHS = [("1", "First"), ("2", "Second"), ("3", "Third"), ("4", "Fourth"), (str(LAST), "Last")]


def _roles(**kwargs: Any) -> forms.MultipleChoiceField:  # noqa: ANN401 -- passed on to Django's field
    return forms.MultipleChoiceField(
        choices=INVITABLE,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose who is invited.",
            "invalid_choice": "Choose roles of the list.",
        },
        **kwargs,
    )


class PlanForm(forms.Form):
    """From when to when a plan reaches, and for which series."""

    use_required_attribute = False

    first = DatePartsField(label="First day", error_messages={"required": "Enter a date."})
    last = DatePartsField(label="Last day", error_messages={"required": "Enter a date."})
    series = forms.MultipleChoiceField(
        label="Series",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one series.",
            "invalid_choice": "Choose series of the list.",
        },
    )

    def __init__(self, *args: Any, series: Sequence[Series], **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        field = cast("forms.MultipleChoiceField", self.fields["series"])
        field.choices = [(one.slug, one.name) for one in series]


class AudienceForm(forms.Form):
    """Whom a series invites, from which day on."""

    use_required_attribute = False

    roles = _roles(label="Who is invited?")
    from_on = DatePartsField(
        label="From which day on?",
        help_text="Sessions before that day keep whom they invited.",
        error_messages={"required": "Enter a date."},
    )


class ChangeSeriesForm(forms.Form):
    """A series' name and its last day."""

    use_required_attribute = False

    name = LineField(
        label="Name",
        longest=NAME_LIMIT,
        error_messages={"required": "Enter a name."},
    )
    ends_on = DatePartsField(
        label="Last day", help_text="Leave it empty as long as nobody knows.", required=False
    )


class NewSeriesForm(ChangeSeriesForm):
    """A series from the beginning."""

    kind = forms.ModelChoiceField(
        label="Kind of session",
        queryset=Kind.objects.none(),
        empty_label="Choose a kind",
        error_messages=NO_KIND,
    )
    frequency = forms.ChoiceField(
        label="How does it recur?",
        choices=Series.Frequency,
        initial=Series.Frequency.WEEKS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it recurs."},
    )
    every = forms.IntegerField(
        label="Every how many weeks, or months?",
        help_text="For example, 2 for a fortnightly series, 3 for a quarterly one.",
        min_value=1,
        max_value=52,
        widget=forms.TextInput(attrs={"size": 3, "inputmode": "numeric"}),
        error_messages={
            "required": "Enter a number.",
            "invalid": "Enter a number, such as 2.",
            "min_value": "A series comes every 1 to 52 weeks, or 1 to 12 months.",
            "max_value": "A series comes every 1 to 52 weeks, or 1 to 12 months.",
        },
    )
    nth = forms.TypedChoiceField(
        label="Of months: which such weekday?",
        help_text="As in “the second Thursday”.",
        choices=NTHS,
        coerce=int,
        initial="1",
        error_messages={"invalid_choice": "Choose one of the list."},
    )
    starts_on = DatePartsField(
        label="First day",
        help_text="Its weekday is that of the series, and the rhythm is counted from it.",
        error_messages={"required": "Enter a date."},
    )
    begins = forms.TimeField(
        label="Begins at",
        help_text="For example, 10:00 or 14.30, in Scotland's time all year.",
        input_formats=["%H:%M", "%H.%M", "%H%M"],
        widget=forms.TextInput(attrs={"size": 6, "autocomplete": "off"}),
        error_messages={
            "required": "Enter the time at which it begins.",
            "invalid": "Enter a time of day, such as 10:00 or 14.30.",
        },
    )
    minutes = forms.TypedChoiceField(
        label="Lasts",
        choices=MINUTES,
        coerce=int,
        initial=60,
        error_messages={"invalid_choice": "Choose one of the list."},
    )
    roles = _roles(
        label="Who is invited?", help_text="Leave empty for whom its kind invites.", required=False
    )

    field_order = (
        "name",
        "kind",
        "frequency",
        "every",
        "nth",
        "starts_on",
        "ends_on",
        "begins",
        "minutes",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Kind]", self.fields["kind"]).queryset = kinds_in_use()

    def rhythm(self) -> Rhythm:
        """When it comes, once it is valid."""
        names = ("frequency", "every", "starts_on", "begins", "minutes", "nth")
        return Rhythm(**{name: self.cleaned_data[name] for name in names})


class KindForm(forms.Form):
    """A kind of session: its name, how long it lasts, whom it invites."""

    use_required_attribute = False

    name = LineField(
        label="Name",
        longest=NAME_LIMIT,
        error_messages={"required": "Enter a name."},
    )
    minutes = forms.IntegerField(
        label="Lasts, in minutes",
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=60,
        widget=forms.TextInput(attrs={"size": 4, "inputmode": "numeric"}),
        error_messages={
            "required": "Enter how many minutes it lasts.",
            "invalid": "Enter a number of minutes, such as 90.",
            "min_value": "A session lasts at least five minutes.",
            "max_value": "A session ends on the day it begins.",
        },
    )
    roles = _roles(
        label="Who is invited?",
        help_text="May be empty for meetings of a group.",
        required=False,
    )
    invite_weeks = forms.IntegerField(
        label="How many weeks before do invitations leave?",
        help_text="Sessions stand in the portal and in calendar addresses from the beginning.",
        min_value=0,
        max_value=LONGEST_AHEAD,
        initial=8,
        widget=forms.TextInput(attrs={"size": 3, "inputmode": "numeric"}),
        error_messages={
            "required": "Enter a number of weeks, such as 8.",
            "invalid": "Enter a number of weeks, such as 8.",
            "min_value": "Invitations leave 0 to 52 weeks before.",
            "max_value": "Invitations leave 0 to 52 weeks before.",
        },
    )
    remind_days = forms.IntegerField(
        label="How many working days before are people reminded?",
        help_text="And once more at nine on the working day before it.",
        min_value=2,
        max_value=MOST_REMIND_DAYS,
        initial=5,
        widget=forms.TextInput(attrs={"size": 3, "inputmode": "numeric"}),
        error_messages={
            "required": "Enter a number of working days, such as 5.",
            "invalid": "Enter a number of working days, such as 5.",
            "min_value": "People are reminded 2 to 15 working days before.",
            "max_value": "People are reminded 2 to 15 working days before.",
        },
    )
    is_used = forms.BooleanField(label="Offered for new sessions", required=False, initial=True)


def year_for(today: date) -> tuple[date, date]:
    """The days a plan is about unless somebody says otherwise: in the second half, next year."""
    second_half = 7
    year = today.year + (today.month >= second_half)
    return date(year, 1, 1), date(year, 12, 31)
