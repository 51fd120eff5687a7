"""What is typed in reply to an invitation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from kit.fields import LineField, WordsField
from kit.widgets import HintedRadioSelect
from kit.words import listed
from sessions.forms.questions import TownField, town_chosen
from sessions.models import Invitation
from sessions.models.invitations import DEPUTY_LIMIT
from sessions.models.questions import QUESTION_LIMIT
from towns.models import Town

Reply = Invitation.Reply
ANSWERS = [(Reply.GOING, "I will be there"), (Reply.APOLOGY, "I cannot come")]
HINTS: Mapping[str, str] = {Reply.APOLOGY: "Your apologies are noted; somebody may come instead."}


class ReplyForm(forms.Form):
    """Whether somebody comes, who comes instead, and what they would ask."""

    use_required_attribute = False

    reply = forms.ChoiceField(
        label="Will you be there?",
        choices=ANSWERS,
        widget=HintedRadioSelect(hints=HINTS),
        error_messages={
            "required": "Choose whether you will be there.",
            "invalid_choice": "Choose one of the two.",
        },
    )
    deputy = LineField(
        label="Who comes instead, if anybody?",
        help_text="A name, if you cannot come. May be left empty.",
        longest=DEPUTY_LIMIT,
        required=False,
    )
    question = WordsField(
        label="A question for the session",
        max_length=QUESTION_LIMIT,
        rows=2,
        required=False,
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- passed on to Django's form
        towns: Sequence[Town],
        partners: Sequence[str],
        **kwargs: Any,  # noqa: ANN401 -- passed on to Django's form
    ) -> None:
        super().__init__(*args, **kwargs)
        reads = f" {listed(partners)} will read it with your town's name." if partners else ""
        self.fields["question"].help_text = f"It goes into the session's basket.{reads}"
        if len(towns) > 1:
            self.fields["town"] = TownField(towns)
            self.fields["town"].required = False

    def question_asked(self) -> dict[str, Any]:
        """The question and its town, once they are valid."""
        return {"question": self.cleaned_data["question"], "town": town_chosen(self)}
