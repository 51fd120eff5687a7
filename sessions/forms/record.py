"""What is typed of what remains of a session: notes, actions, where its recording is."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from kit.fields import DatePartsField, LengthValidator, LineField, ProseField
from people.models import Person
from reflections.models import Item
from sessions.actions.acting import Task
from sessions.models import CohortSession, Note
from sessions.models.gatherings import LINK_LIMIT, TEXT_LIMIT
from sessions.models.records import ACTION_LIMIT, OUTCOME_LIMIT

EXCERPT = 160  # characters of an item in a list


class NoteForm(forms.Form):
    """A note, or a decision."""

    use_required_attribute = False

    sort = forms.ChoiceField(
        label="What is it?",
        choices=Note.Sort,
        initial=Note.Sort.NOTE,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whether it is a note or a decision.",
            "invalid_choice": "Choose one of the list.",
        },
    )
    text = ProseField(
        label="Text",
        help_text="Everybody who sees the session reads it.",
        max_length=TEXT_LIMIT,
        error_messages={"required": "Write a few words first."},
    )


class ChangeNoteForm(NoteForm):
    """The same anew, with when what was read had been written."""

    seen_at = forms.DateTimeField(
        widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"]
    )


class ActionForm(forms.Form):
    """What is to be done, by whom, by when."""

    use_required_attribute = False

    text = LineField(
        label="What is to be done?",
        longest=ACTION_LIMIT,
        error_messages={"required": "Say in a line what is to be done."},
    )
    owner = forms.ModelChoiceField(
        label="Who does it?",
        help_text="One person in post.",
        queryset=Person.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose who does it.", "invalid_choice": "Choose of the list."},
    )
    due_on = DatePartsField(
        label="By when?",
        help_text="For example, 26 11 2026.",
        error_messages={"required": "Enter a date."},
    )
    source = ProseField(
        label="The sentence it came from",
        help_text="As it was said, or as it stands in a report.",
        max_length=TEXT_LIMIT,
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Person]", self.fields["owner"]).queryset = people

    def task(self) -> Task:
        """What was typed, once it is valid."""
        return Task(**{name: self.cleaned_data[name] for name in ActionForm.base_fields})


class CloseActionForm(forms.Form):
    """What happened."""

    use_required_attribute = False

    outcome = LineField(
        label="What happened?",
        help_text="In one line. It stands with the action from now on.",
        longest=OUTCOME_LIMIT,
        error_messages={"required": "Say in a line what happened."},
    )


class MoveActionForm(forms.Form):
    """Another day."""

    use_required_attribute = False

    due_on = DatePartsField(
        label="By when?",
        help_text="For example, 26 11 2026.",
        error_messages={"required": "Enter a date."},
    )


class RecordingForm(forms.Form):
    """Whether it was recorded, where, and until when."""

    use_required_attribute = False

    recording = forms.ChoiceField(
        label="Was the session recorded?",
        choices=CohortSession.Recording,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whether it was recorded.",
            "invalid_choice": "Choose one of the list.",
        },
    )
    link = forms.URLField(
        label="Where is the recording?",
        help_text="Shown to those who are invited alone.",
        validators=[LengthValidator(LINK_LIMIT)],
        required=False,
        error_messages={"invalid": "Enter the whole address, beginning with https://."},
    )
    until = DatePartsField(
        label="Until when is it there?",
        help_text="Leave empty if it stays.",
        required=False,
    )


class ItemField(forms.ModelChoiceField):  # type: ignore[type-arg] # Django has no parameter here
    """One item, told apart by its town, month and beginning."""

    def label_from_instance(self, obj: Item) -> str:
        """As in "Ayr, October 2026: The crossing is closed."."""
        return titled(obj)


class RaiseForm(forms.Form):
    """A challenge of a report that is raised at a session."""

    use_required_attribute = False

    item = ItemField(
        label="Challenge",
        help_text="Those that the whole cohort reads. Its author is told.",
        queryset=Item.objects.none(),
        to_field_name="key",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Choose a challenge.",
            "invalid_choice": "Choose one of the list.",
        },
    )

    def __init__(self, *args: Any, items: QuerySet[Item], **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        cast("ItemField", self.fields["item"]).queryset = items


def titled(item: Item) -> str:
    """The town and month of an item, and how it begins."""
    month: date = item.report.month
    text = item.text if len(item.text) <= EXCERPT else f"{item.text[:EXCERPT].rstrip()}…"
    return f"{item.report.town}, {month:%B %Y}: {text}"
