"""What an editor types: passages of a section, the lines that open a digest, and why it went."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict  # noqa: TID251 -- the shape of what was posted

from digests.actions.editing import OWN_SORTS
from digests.content import HEADINGS
from digests.drafts import Edit, Words
from digests.models import Passage
from digests.models.digests import OPENING_LIMIT, WHY_LIMIT
from digests.models.editions import REASON_LIMIT
from digests.models.passages import NOTE_LIMIT, PROGRESS_LIMIT, REMARK_LIMIT
from kit.fields import ProseField, WordsField
from kit.keys import key_in
from kit.text import without_unstorable
from reflections.models.group_questions import GROUP_QUESTION_LIMIT
from reflections.models.items import TEXT_LIMIT
from towns.models import Group

MOST = 500  # passages of one sending


class PassageForm(forms.Form):
    """One passage. Its fields begin with its key."""

    text = WordsField(
        label="Text", max_length=TEXT_LIMIT, error_messages={"required": "Write what it says."}
    )
    note = ProseField(label="Note", max_length=NOTE_LIMIT, required=False)
    depth = forms.ChoiceField(
        choices=[*Passage.DEPTHS, (Passage.OUT, "Left out")],
        error_messages={"required": "Choose how deep it stands.", "invalid_choice": "Choose one."},
    )
    version = forms.IntegerField(min_value=1)
    was = forms.CharField(max_length=16, required=False)

    def __init__(self, key: UUID, post: QueryDict) -> None:
        super().__init__(post, prefix=str(key))
        self.key = key

    def add_prefix(self, field_name: str) -> str:
        """As "3f2…-text"."""
        return f"{self.prefix}-{field_name}"

    def typed(self, name: str) -> str:
        """What stood in a field, valid or not."""
        return without_unstorable(self.data.get(self.add_prefix(name), ""))

    @property
    def version_seen(self) -> int:
        """The version that the window was shown, whatever is wrong with the rest."""
        version: int = self.cleaned_data.get("version", 1)
        return version

    def edit(self) -> Edit:
        """What was typed, once it is valid."""
        told = self.cleaned_data
        words = Words(text=told["text"], note=told["note"], depth=told["depth"])
        return Edit(key=self.key, words=words, version=told["version"], was=told["was"])


def passages_posted(post: QueryDict) -> list[PassageForm]:
    """The passages that a window sent, each once."""
    keys = [key_in(text) for text in post.getlist("entry")[:MOST]]
    return [PassageForm(key, post) for key in dict.fromkeys(key for key in keys if key)]


class ProgressForm(forms.Form):
    """The sentences with which a section begins."""

    text = ProseField(label="How the quarter went", max_length=PROGRESS_LIMIT, required=False)
    was = forms.CharField(max_length=16, required=False)

    prefix = "progress"

    def typed(self, name: str) -> str:
        """What stood in a field, valid or not."""
        return without_unstorable(self.data.get(self.add_prefix(name), ""))


class OpeningForm(forms.Form):
    """The two lines that open a digest."""

    opening = ProseField(
        label="The two lines that open it",
        help_text="What a director should take away if they read nothing else.",
        max_length=OPENING_LIMIT,
        rows=3,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class NewPassageForm(forms.Form):
    """A passage in the team's own words."""

    use_required_attribute = False

    sort = forms.ChoiceField(
        label="Where does it stand?",
        choices=[(sort.value, HEADINGS[sort]) for sort in OWN_SORTS],
        error_messages={"required": "Choose where it stands.", "invalid_choice": "Choose one."},
    )
    text = WordsField(
        label="Text", max_length=TEXT_LIMIT, error_messages={"required": "Write what it says."}
    )


class RemarkForm(forms.Form):
    """What a town's lead finds wrong."""

    use_required_attribute = False

    remark = WordsField(
        label="What is not right?",
        help_text="The Programme Team reads it, changes the section, and asks you again.",
        max_length=REMARK_LIMIT,
        rows=4,
        error_messages={"required": "Say what is not right."},
    )


class WithdrawForm(forms.Form):
    """Why an edition is withdrawn."""

    use_required_attribute = False

    why = WordsField(
        label="Why is it withdrawn?",
        help_text="Stands on the page and in the letter to those who got it.",
        max_length=WHY_LIMIT,
        rows=3,
        error_messages={"required": "Say why. Its readers are told."},
    )


class CorrectionForm(forms.Form):
    """What a published passage is to say instead, and why."""

    use_required_attribute = False

    text = WordsField(
        label="What it is to say",
        max_length=TEXT_LIMIT,
        rows=6,
        error_messages={"required": "Write what it is to say."},
    )
    note = ProseField(label="What became of it", max_length=NOTE_LIMIT, rows=2, required=False)
    reason = WordsField(
        label="Why?",
        help_text="As “The name of the trust was wrong.” It stands on the page.",
        max_length=REASON_LIMIT,
        rows=2,
        error_messages={"required": "Say why. Its readers are told."},
    )

    seen_edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, is_quote: bool, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        if is_quote:
            del self.fields["note"]


class AskForm(forms.Form):
    """One question of a group to the lead of its town."""

    use_required_attribute = False

    group = forms.ModelChoiceField(
        queryset=Group.objects.none(),
        label="For which group?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the group for which you ask.",
            "invalid_choice": "This group has asked its question, or you are not of it.",
        },
    )
    text = WordsField(
        label="Your one question",
        help_text="It waits at the top of the lead's next report. The answer is printed in "
        "the next digest.",
        max_length=GROUP_QUESTION_LIMIT,
        rows=3,
        error_messages={"required": "Write your question."},
    )

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        numbers = [one.pk for one in groups]
        choice = cast("forms.ModelChoiceField[Group]", self.fields["group"])
        choice.queryset = Group.objects.filter(pk__in=numbers).select_related("town")
        if len(numbers) == 1:
            choice.initial = numbers[0]
            choice.widget = forms.HiddenInput()
            choice.label = ""


def errors_of(forms_sent: Sequence[PassageForm]) -> dict[str, dict[str, str]]:
    """What is wrong, by the key of the passage and the field."""
    return {
        str(form.key): {name: str(found[0]) for name, found in form.errors.items()}
        for form in forms_sent
        if not form.is_valid()
    }
