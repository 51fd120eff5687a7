"""What a partner types on its page, and the team when it makes a link to one."""

from django import forms

from kit.fields import LineField, ProseField, SeenField
from sessions.models.gatherings import COMES_LIMIT, NEEDS_LIMIT, TITLE_LIMIT
from sessions.models.partner_links import LINK_NAME_LIMIT


class PartForm(forms.Form):
    """What a partner brings, who comes, and what they need."""

    use_required_attribute = False

    topic = LineField(
        label="What do you bring?",
        help_text="A topic, in a line.",
        longest=TITLE_LIMIT,
        required=False,
    )
    comes = LineField(
        label="Who comes?",
        help_text="Names and posts. Only the Programme Team reads this.",
        longest=COMES_LIMIT,
        required=False,
    )
    needs = ProseField(
        label="What do you need?",
        help_text="As a step-free way in, an interpreter, time to set up, a screen. Only the "
        "Programme Team reads this.",
        max_length=NEEDS_LIMIT,
        rows=3,
        required=False,
    )
    seen_at = SeenField()


class LinkForm(forms.Form):
    """Who is given a link."""

    use_required_attribute = False

    name = LineField(
        label="Who gets it?",
        help_text="As “Moira Reid, housing team”: so that you know which link to revoke.",
        longest=LINK_NAME_LIMIT,
        error_messages={"required": "Say who gets the link."},
    )
