"""What one town asks another about its learning, and what that answers."""

from uuid import uuid4

from django import forms

from kit.fields import WordsField
from reflections.models.introductions import INTRODUCTION_LIMIT


class _WordsForm(forms.Form):
    """A text. Whether it is about a resident is asked once the guard has found something in it."""

    use_required_attribute = False
    is_guarded = False

    vouched = forms.BooleanField(
        label="Nothing in these words is about a resident",
        required=False,
    )


class IntroductionForm(_WordsForm):
    """What is asked; a key made with the page, so that two presses send one."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    challenge = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = WordsField(
        label="What you ask",
        help_text="A beginning is made. Change it as you like: it goes as it stands, to nobody "
        f"else. Up to {INTRODUCTION_LIMIT:,} characters.",
        max_length=INTRODUCTION_LIMIT,
        rows=12,
        error_messages={"required": "Write what you ask."},
    )


class IntroductionAnswerForm(_WordsForm):
    """The answer."""

    text = WordsField(
        label="Your answer",
        help_text="Say when you could talk, or how to reach you. "
        f"Up to {INTRODUCTION_LIMIT:,} characters.",
        max_length=INTRODUCTION_LIMIT,
        rows=8,
        error_messages={"required": "Write your answer."},
    )
