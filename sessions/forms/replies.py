"""What is typed in reply to an invitation."""

from collections.abc import Mapping

from django import forms

from kit.fields import LineField
from kit.widgets import HintedRadioSelect
from sessions.models import Invitation
from sessions.models.invitations import DEPUTY_LIMIT

Reply = Invitation.Reply
ANSWERS = [(Reply.GOING, "I will be there"), (Reply.APOLOGY, "I cannot come")]
HINTS: Mapping[str, str] = {Reply.APOLOGY: "Your apologies are noted; somebody may come instead."}


class ReplyForm(forms.Form):
    """Whether somebody comes, and who comes instead."""

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
