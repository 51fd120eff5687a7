"""What the office may type about the programme's facts and its outcomes."""

from django import forms

from front.forms.posts import OfficeForm
from kit.fields import DatePartsField, ProseField
from towns.actions.programmes import ProgrammeFacts


def _number(label: str, *, most: int, hint: str, least: int = 1) -> forms.IntegerField:
    """A whole number, typed in a small box."""
    sentence = f"Enter a number from {least} to {most}."
    return forms.IntegerField(
        label=label,
        help_text=f"A number from {least} to {most}{hint}",
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3 if most > 99 else 2}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )


def _hour(label: str, *, hint: str) -> forms.TimeField:
    """A time of the day."""
    sentence = "Enter a time, for example 12.00."
    return forms.TimeField(
        label=label,
        help_text=hint,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(attrs={"size": 5}, format="%H.%M"),
        error_messages={"required": sentence, "invalid": sentence},
    )


class ProgrammeForm(OfficeForm):
    """The facts by which months open and fall due, and by which letters leave."""

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
    report_due_working_day = _number(
        "A month's report is due on this working day of the next month",
        most=15,
        hint=", counted in each town's own working days.",
    )
    report_review_day = _number(
        "Leads are invited to review from this day of the month",
        most=28,
        hint=". On a day off, the working day before.",
    )
    report_grace_until = _hour(
        "A report still counts as on time the day after, until", hint="For example, 12.00."
    )
    report_soon_working_days = _number(
        "A lead is reminded this many working days before a report is due",
        most=10,
        hint=". Once more on the day. Nobody is reminded of a report that is in.",
    )
    report_late_first = _number(
        "The first letter about a late report comes this many working days after",
        most=20,
        hint=", counted from the day on which it was due.",
    )
    report_late_second = _number(
        "The second and last comes this many working days after",
        most=20,
        hint=", more than for the first. From then on a person asks, not a letter.",
    )
    digest_freeze_working_day = _number(
        "A quarter's digest is frozen on this working day after the quarter",
        most=30,
        hint=". Reports that come in later go into the next one.",
    )
    digest_check_working_days = _number(
        "A town has this many working days to check its section of a digest",
        most=10,
        hint=", counted in its own working days. Silence is shown, not assumed.",
    )
    tie_fades_after_days = _number(
        "A tie fades after this many days of silence",
        least=30,
        most=730,
        hint=". The town\u2019s next report then asks whether the two are still in touch.",
    )
    echo_first_months = _number(
        "An author is asked whether a learning moment is still true after this many months",
        most=60,
        hint=", counted from the day on which the report came in.",
    )
    echo_second_months = _number(
        "And once more after this many months", most=60, hint=", more than for the first time."
    )
    echo_third_months = _number(
        "And for the last time after this many months",
        most=60,
        hint=", more than for the second time.",
    )
    quiet_until = _hour(
        "Letters leave from",
        hint="For example, 8.00. On working days only; a code to sign in leaves at any hour.",
    )
    quiet_from = _hour(
        "Letters leave until",
        hint="For example, 18.30. What comes up later waits for the next working day.",
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
