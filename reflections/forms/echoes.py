"""What an author says of a learning moment later."""

from django import forms

from kit.fields import LineField
from reflections.actions.echoes import Said
from reflections.models import Echo
from reflections.models.echoes import LINE_LIMIT

UNSEEN = "Open the page once more, then send it again."
CHOOSE = "Choose what is true today."


class EchoForm(forms.Form):
    """The answer, and perhaps a line. A button elsewhere sends the answer and its time alone.

    Whether the line is about a resident is asked once the guard has found something in it.
    """

    use_required_attribute = False
    is_guarded = False

    answer = forms.ChoiceField(
        label="Is it still true?",
        choices=Echo.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    line = LineField(
        label="In one line, if you like",
        help_text="What has changed, or what came of it. Whoever reads the item reads it too. "
        f"Up to {LINE_LIMIT} characters.",
        longest=LINE_LIMIT,
        required=False,
    )
    vouched = forms.BooleanField(
        label="Nothing in the line is about a resident",
        required=False,
    )
    time = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        error_messages={"required": UNSEEN, "invalid": UNSEEN, "min_value": UNSEEN},
    )

    def said(self) -> Said:
        """What was sent, once it is valid."""
        given = self.cleaned_data
        return Said(
            Echo.Answer(given["answer"]),
            given["time"],
            line=given["line"] if "line" in self.data else None,
            vouched=given["vouched"],
        )
