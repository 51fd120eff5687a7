"""What is typed of one session: what it is about, when it is, why it moves."""

from itertools import groupby
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet

from kit.fields import DatePartsField, LengthValidator, LineField, ProseField
from people.forms.organisations import Adding, NamesOrganisations
from sessions.actions.scheduling import About
from sessions.models import CohortSession, Kind
from sessions.models.gatherings import LINK_LIMIT, TEXT_LIMIT, TITLE_LIMIT, VENUE_LIMIT, WHY_LIMIT
from sessions.queries.sessions import kinds_in_use
from sessions.times import When
from towns.models import Group, Outcome, Role

MINUTES = [(minutes, words) for minutes, words in (
    (30, "30 minutes"),
    (45, "45 minutes"),
    (60, "1 hour"),
    (90, "1 hour 30 minutes"),
    (120, "2 hours"),
    (180, "3 hours"),
    (240, "4 hours"),
    (420, "7 hours"),
)]  # fmt: skip
INVITABLE = [
    (role.value, role.label)
    for role in (
        Role.PROJECT_LEAD,
        Role.LINK_LEAD,
        Role.ANALYST,
        Role.PROGRAMME_TEAM,
        Role.STEERING,
        Role.PLANNING,
        Role.NATIONAL,
        Role.EVALUATOR,
    )
]
PRECISIONS = [
    (CohortSession.Precision.DAY, "On this day"),
    (CohortSession.Precision.WEEK, "Some day of that week"),
    (CohortSession.Precision.THIRD, "Early, mid or late in that month"),
    (CohortSession.Precision.MONTH, "Some day of that month"),
    (CohortSession.Precision.SEASON, "Some day of that season"),
]


class WhenForm(forms.Form):
    """When a session is, as far as that is known."""

    use_required_attribute = False

    precision = forms.ChoiceField(
        label="How certain is the date?",
        choices=PRECISIONS,
        initial=CohortSession.Precision.DAY,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how certain the date is.",
            "invalid_choice": "Choose one of the list.",
        },
    )
    on = DatePartsField(
        label="Date",
        help_text="For example, 26 11 2026. If it is not certain, any day of that time.",
        error_messages={"required": "Enter a date."},
    )
    begins = forms.TimeField(
        label="Begins at",
        help_text="For example, 10:00 or 14.30, in Scotland's time.",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H%M"],
        widget=forms.TextInput(attrs={"size": 6, "autocomplete": "off", "inputmode": "text"}),
        error_messages={"invalid": "Enter a time of day, such as 10:00 or 14.30."},
    )
    minutes = forms.TypedChoiceField(
        label="Lasts",
        choices=MINUTES,
        coerce=int,
        initial=60,
        error_messages={
            "required": "Choose how long it lasts.",
            "invalid_choice": "Choose one of the list.",
        },
    )

    def when(self) -> When:
        """What was typed, once it is valid."""
        known = self.cleaned_data
        return When(known["precision"], known["on"], known["begins"], known["minutes"])


class MoveForm(WhenForm):
    """The new day and time, and why."""

    why = ProseField(
        label="Why does it move?",
        help_text="One sentence for those who are invited. May be left empty.",
        max_length=WHY_LIMIT,
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        self.fields["precision"].widget = forms.HiddenInput()
        if "is_sure" in self.data:
            self.ask_whether_sure()

    def ask_whether_sure(self) -> None:
        """Let the page ask once more: the new day is not ahead."""
        self.fields["is_sure"] = forms.BooleanField(label="Yes, move it there", required=False)

    def move(self) -> dict[str, Any]:
        """Why it moves, and whether a day that is not ahead is meant, once they are valid."""
        known = self.cleaned_data
        return {"why": known["why"], "is_sure": known.get("is_sure", False)}


class CancelForm(forms.Form):
    """Why a session is cancelled."""

    use_required_attribute = False

    why = ProseField(
        label="Why is it cancelled?",
        help_text="One sentence for those who are invited.",
        max_length=WHY_LIMIT,
        rows=2,
        error_messages={"required": "Say in a sentence why: everybody who is invited reads it."},
    )


class AboutForm(forms.Form):
    """What a session is about, and where."""

    use_required_attribute = False

    title = LineField(
        label="Topic",
        help_text="Leave empty if it has none yet.",
        longest=TITLE_LIMIT,
        required=False,
    )
    text = ProseField(label="What it is for", max_length=TEXT_LIMIT, required=False)
    venue = LineField(label="Venue", longest=VENUE_LIMIT, required=False)
    join_link = forms.URLField(
        label="Link to join",
        help_text="Shown to those who are invited alone.",
        validators=[LengthValidator(LINK_LIMIT)],
        required=False,
        error_messages={"invalid": "Enter the whole address, beginning with https://."},
    )

    outcomes = forms.ModelMultipleChoiceField(
        label="Outcomes that it serves",
        queryset=Outcome.objects.none(),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choose outcomes of the list."},
    )

    def __init__(self, *args: Any, outcomes: QuerySet[Outcome], **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelMultipleChoiceField[Outcome]", self.fields["outcomes"])
        field.queryset = outcomes
        themes = groupby(outcomes, key=lambda one: one.theme)
        field.choices = [(theme, [(one.slug, one.name) for one in rows]) for theme, rows in themes]

    def about(self) -> About:
        """What was typed, once it is valid."""
        known = self.cleaned_data
        words = {name: known[name] for name in ("title", "text", "venue", "join_link")}
        return About(**words, outcomes=frozenset(one.pk for one in known["outcomes"]))


class PartnerForm(NamesOrganisations):
    """A partner by any of its names, and what it brings."""

    adding: ClassVar = {"name": Adding.ASKED}
    use_required_attribute = False

    name = LineField(
        label="Partner",
        help_text="An organisation of the register, by any of its names.",
        longest=TITLE_LIMIT,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
        error_messages={"required": "Enter the name of the organisation."},
    )
    topic = LineField(label="What it brings", longest=TITLE_LIMIT, required=False)


class NewSessionForm(AboutForm, WhenForm):
    """A session from the beginning: its kind, when, and who is invited."""

    kind = forms.ModelChoiceField(
        label="Kind of session",
        queryset=Kind.objects.none(),
        empty_label="Choose a kind",
        error_messages={"required": "Choose a kind.", "invalid_choice": "Choose one of the list."},
    )
    group = forms.ModelChoiceField(
        label="Meeting of a group",
        help_text="Only its members, its town's leads and the Programme Team see it.",
        queryset=Group.objects.none(),
        empty_label="No group: a session of the cohort",
        required=False,
        error_messages={"invalid_choice": "Choose one of the list."},
    )
    roles = forms.MultipleChoiceField(
        label="Who is invited?",
        help_text="Leave empty to invite the group, or whom its kind invites.",
        choices=INVITABLE,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choose roles of the list."},
    )

    field_order = ("kind", "group", "on", "precision", "begins", "minutes", "title", "text")

    def __init__(self, *args: Any, groups: QuerySet[Group], **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Kind]", self.fields["kind"]).queryset = kinds_in_use()
        cast("forms.ModelChoiceField[Group]", self.fields["group"]).queryset = groups
        self.fields["on"].required = False
        self.fields["on"].help_text = "Leave it empty if this is no more than an idea."

    def invited(self) -> dict[str, Any]:
        """Kind, group and roles, once they are valid."""
        return {name: self.cleaned_data[name] for name in ("kind", "group", "roles")}
