"""What the office may type about the programme's facts and its outcomes."""

from django import forms

from front.forms.posts import OfficeForm
from kit.fields import DatePartsField, ProseField
from towns.actions.programmes import ProgrammeFacts


class ProgrammeForm(OfficeForm):
    """The facts by which months open and fall due."""

    name = forms.CharField(
        label="Name of the programme",
        max_length=200,
        error_messages={"required": "Enter the name of the programme."},
    )
    ends_on = DatePartsField(
        label="Last day of the programme",
        help_text="It may move again. Empty: not known.",
        required=False,
    )
    report_due_working_day = forms.IntegerField(
        label="A month's report is due on this working day of the next month",
        help_text="A number from 1 to 15, counted in each town's own working days.",
        min_value=1,
        max_value=15,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 2}),
        error_messages={
            "required": "Enter a number from 1 to 15.",
            "invalid": "Enter a number from 1 to 15.",
            "min_value": "Enter a number from 1 to 15.",
            "max_value": "Enter a number from 1 to 15.",
        },
    )
    report_review_day = forms.IntegerField(
        label="Leads are invited to review from this day of the month",
        help_text="A number from 1 to 28. On a day off, the working day before.",
        min_value=1,
        max_value=28,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 2}),
        error_messages={
            "required": "Enter a number from 1 to 28.",
            "invalid": "Enter a number from 1 to 28.",
            "min_value": "Enter a number from 1 to 28.",
            "max_value": "Enter a number from 1 to 28.",
        },
    )
    report_grace_until = forms.TimeField(
        label="A report still counts as on time the day after, until",
        help_text="For example, 12.00.",
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(attrs={"size": 5}, format="%H.%M"),
        error_messages={
            "required": "Enter a time, for example 12.00.",
            "invalid": "Enter a time, for example 12.00.",
        },
    )
    safeguarding_note = ProseField(
        label="What the form says about somebody at risk",
        help_text="Stands on every report form.",
        max_length=500,
        error_messages={"required": "This cannot be left empty: every report form shows it."},
    )

    def facts(self) -> ProgrammeFacts:
        """What was typed, once it is valid."""
        return ProgrammeFacts(**self.cleaned_data)


class OutcomeForm(OfficeForm):
    """An outcome's wording, and until when it is in use."""

    statement = ProseField(
        label="Statement", help_text="The full wording, if known.", max_length=2000, required=False
    )
    valid_until = DatePartsField(
        label="In use until", help_text="Empty: still in use.", required=False
    )


class NewOutcomeForm(OfficeForm):
    """An outcome that joins the vocabulary."""

    name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Enter a name."}
    )
    theme = forms.CharField(
        label="Theme", max_length=80, error_messages={"required": "Enter a theme."}
    )
    statement = ProseField(
        label="Statement", help_text="The full wording, if known.", max_length=2000, required=False
    )
    valid_from = DatePartsField(label="In use from")
