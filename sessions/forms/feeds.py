"""What is typed of a calendar's address."""

from django import forms

from kit.fields import LineField
from sessions.models.invitations import FEED_NAME_LIMIT


class FeedForm(forms.Form):
    """A name for the address, and whether join links stand in it."""

    use_required_attribute = False

    name = LineField(
        label="Which calendar is it for?",
        help_text="A name for you, such as My phone.",
        longest=FEED_NAME_LIMIT,
        error_messages={"required": "Enter a name, such as My phone."},
    )
    has_links = forms.BooleanField(
        label="Put join links in it",
        help_text="Whoever gets hold of the address could join. Leave it out if unsure.",
        required=False,
    )
