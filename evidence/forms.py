"""What is typed of a quote, and of what somebody agreed."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from evidence.actions.consents import Given
from evidence.actions.quotes import Words
from evidence.models import GIVER_LIMIT, QUOTE_LIMIT, SPEAKER_LIMIT, Consent, Quote, Scope
from evidence.queries.quotes import NARROWED
from kit.fields import DatePartsField, LineField, SeenField, WordsField
from kit.widgets import HintedCheckboxes, HintedRadioSelect

BY = Quote.Attribution
# What each way to be named needs, and what it keeps besides.
NEEDS = {
    BY.NAME: ("speaker_name", "Write the name by which they want to be named."),
    BY.ROLE: ("speaker_role", "Write the role by which they want to be named."),
    BY.ORGANISATION: (
        "speaker_organisation",
        "Write the organisation by which they want to be named.",
    ),
}
KEPT = {
    BY.NAME: ("speaker_name", "speaker_role", "speaker_organisation"),
    BY.ROLE: ("speaker_role", "speaker_organisation"),
    BY.ORGANISATION: ("speaker_organisation",),
    BY.ANONYMOUS: (),
}
HINTS: dict[str, str] = {
    BY.NAME: "With their role and organisation, if they like.",
    BY.ROLE: "As “youth worker”, with the organisation if they like. The name is not kept.",
    BY.ORGANISATION: "Neither name nor role is kept.",
    BY.ANONYMOUS: "Nothing that names them is kept.",
}
READERS: dict[str, str] = {
    Scope.COHORT: "The people of all Project Towns who learn together.",
    Scope.STEERING: "They read it in the summary of a quarter.",
}


class QuoteForm(forms.Form):
    """Words that somebody said, and how they want to be named."""

    use_required_attribute = False

    text = WordsField(
        label="What was said",
        help_text="In their own words, without “quotation marks”.",
        max_length=QUOTE_LIMIT,
        rows=5,
        error_messages={"required": "Write what was said."},
    )
    said_on = DatePartsField(
        label="When was it said?",
        error_messages={"required": "Enter the day on which it was said."},
    )
    attribution = forms.ChoiceField(
        label="How do they want to be named?",
        choices=BY.choices,
        widget=HintedRadioSelect(hints=HINTS),
        error_messages={
            "required": "Choose how they want to be named.",
            "invalid_choice": "Choose one of the list.",
        },
    )
    speaker_name = LineField(
        label="Name",
        help_text="If they want to be named by it.",
        longest=SPEAKER_LIMIT,
        required=False,
    )
    speaker_role = LineField(
        label="Role",
        help_text="If they want to be named by it, or beside the name.",
        longest=SPEAKER_LIMIT,
        required=False,
    )
    speaker_organisation = LineField(
        label="Organisation",
        help_text="If they want to be named by it, or beside name or role.",
        longest=SPEAKER_LIMIT,
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        self.today = today
        for name in KEPT[BY.NAME]:
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_said_on(self) -> date:
        """Nobody has said anything tomorrow."""
        said_on: date = self.cleaned_data["said_on"]
        if said_on > self.today:
            raise ValidationError("This must be today or earlier.", code="late")
        return said_on

    def clean(self) -> dict[str, Any]:
        """What the chosen way to be named needs."""
        known = super().clean() or self.cleaned_data
        field, words = NEEDS.get(known.get("attribution", ""), ("", ""))
        if field and field not in self.errors and not known.get(field):
            self.add_error(field, words)
        return known

    def words(self) -> Words:
        """What was typed, less what the chosen way to be named does not need."""
        told = self.cleaned_data
        named = {name: told[name] for name in KEPT[told["attribution"]]}
        return Words(told["text"], told["said_on"], told["attribution"], **named)


class ChangeForm(QuoteForm):
    """The same of a quote that is there."""

    seen_at = SeenField()


class ConsentForm(forms.Form):
    """What somebody agreed to."""

    use_required_attribute = False

    scopes = forms.MultipleChoiceField(
        label="Who may read it?",
        choices=Scope.choices,
        widget=HintedCheckboxes(hints=READERS),
        error_messages={
            "required": "Choose who may read it.",
            "invalid_choice": "Choose of the list.",
        },
    )
    given_by = LineField(
        label="Who agreed?",
        help_text="As “the speaker”, or who may speak for them, as “her mother”.",
        longest=GIVER_LIMIT,
        error_messages={"required": "Say who agreed."},
    )
    how = forms.ChoiceField(
        label="How?",
        choices=Consent.How.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how it was agreed.",
            "invalid_choice": "Choose one of the list.",
        },
    )
    given_on = DatePartsField(
        label="When?", error_messages={"required": "Enter the day on which it was agreed."}
    )
    until = DatePartsField(
        label="Until when?",
        help_text="The last day. Two years are usual.",
        error_messages={"required": "Enter the last day."},
    )

    seen_at = SeenField()

    def clean(self) -> dict[str, Any]:
        """It does not end before it was given."""
        known = super().clean() or self.cleaned_data
        given_on, until = known.get("given_on"), known.get("until")
        if given_on and until and until < given_on:
            self.add_error("until", "This is before the day on which it was agreed.")
        return known

    def given(self) -> Given:
        """What was typed."""
        told = self.cleaned_data
        return Given(
            scopes=[Scope(one) for one in told["scopes"]],
            given_by=told["given_by"],
            how=Consent.How(told["how"]),
            given_on=told["given_on"],
            until=told["until"],
        )


class NarrowForm(forms.Form):
    """To which quotes a list is narrowed."""

    standing = forms.ChoiceField(
        label="Consent", choices=[("", "Every quote"), *NARROWED.items()], required=False
    )
