"""What is typed into a margin."""

from uuid import uuid4

from django import forms

from kit.fields import ProseField
from reflections.models.questions import QUESTION_LIMIT


class _MarginForm(forms.Form):
    """A text, and a key made with the page: pressing the button twice sends one."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class QuestionForm(_MarginForm):
    """A question to the town's lead."""

    text = ProseField(
        label="Your question",
        help_text="The Project Lead reads it beside the item. The report stays submitted.",
        max_length=QUESTION_LIMIT,
        error_messages={"required": "Write your question."},
    )


class ReplyForm(_MarginForm):
    """A turn in a thread."""

    text = ProseField(
        label="Your answer",
        max_length=QUESTION_LIMIT,
        error_messages={"required": "Write your answer."},
    )
