"""What a lead answers to a group."""

from django import forms

from kit.fields import WordsField
from reflections.models.group_questions import ANSWER_LIMIT

UNSEEN = "Open the page once more, then send it again."


class GroupAnswerForm(forms.Form):
    """An answer that will be printed, and the version of the answer that its writer saw."""

    use_required_attribute = False

    text = WordsField(
        label="Your answer",
        help_text="Write nothing by which a resident could be recognised. "
        f"Up to {ANSWER_LIMIT:,} characters.",
        max_length=ANSWER_LIMIT,
        rows=8,
        error_messages={"required": "Write your answer."},
    )
    seen_version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        error_messages={"required": UNSEEN, "invalid": UNSEEN, "min_value": UNSEEN},
    )
