"""What a lead may type into a month's report."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict  # noqa: TID251 -- a form reads what was posted

from kit.fields import ProseField
from partners.models import Strength
from people.models import Organisation
from reflections.entries import Content, EntryDraft
from reflections.models import Audience, Kind
from reflections.models.items import TEXT_LIMIT
from reflections.queries.vocabulary import Words

MOST_ENTRIES = 200  # in one sending; nobody writes so many in a month
LONGEST = 220  # characters of a slug
_LARGEST = 2**31 - 1


class SlugsField(forms.Field):
    """Any number of short names, as check boxes send them. What they stand for is looked up."""

    widget = forms.SelectMultiple

    def to_python(self, value: list[str] | None) -> frozenset[str]:
        """The names; what cannot be one is left out."""
        found = value or ()
        return frozenset(slug for slug in found if slug.isascii() and len(slug) <= LONGEST)


class EntryForm(forms.Form):
    """One entry of a report: its words, who may read them, and what they touch."""

    use_required_attribute = False

    version = forms.IntegerField(min_value=0, max_value=_LARGEST, required=False)
    was = forms.CharField(max_length=16, required=False)
    kind = forms.ChoiceField(
        choices=Kind.choices,
        required=False,
        error_messages={"invalid_choice": "Choose what kind of item this is."},
    )
    text = ProseField(max_length=TEXT_LIMIT, required=False)
    audience = forms.ChoiceField(choices=Audience.choices, required=False)
    sensitive = forms.BooleanField(required=False)
    asks_data = forms.BooleanField(required=False)
    readers = SlugsField(required=False)
    outcomes = SlugsField(required=False)
    organisations = SlugsField(required=False)
    strength = forms.TypedChoiceField(
        choices=[("", "Unsaid"), *Strength.choices], coerce=int, empty_value=None, required=False
    )
    organisation = forms.CharField(max_length=200, required=False)
    organisation_kind = forms.ChoiceField(choices=Organisation.Kind.choices, required=False)

    def __init__(self, data: QueryDict, *, key: UUID) -> None:
        super().__init__(data, prefix=str(key))
        self.key = key

    def clean(self) -> dict[str, Any]:
        """A text needs somebody who may read it."""
        found = self.cleaned_data
        if found.get("text") and not found.get("audience") and "audience" not in self.errors:
            self.add_error("audience", "Say who may read it.")
        return found

    def draft(self, words: Words) -> EntryDraft:
        """What was typed, for the action. Needs a valid form."""
        found = self.cleaned_data
        content = Content(
            kind=found["kind"],
            text=found["text"],
            audience=found["audience"] or Audience.TEAM,
            sensitive=found["sensitive"],
            asks_data=found["asks_data"],
            strength=found["strength"] if found["kind"] == Kind.CONNECTION else None,
            readers=_numbers(words.people, found["readers"]),
            outcomes=_numbers(words.outcomes, found["outcomes"]),
            organisations=_numbers(words.organisations, found["organisations"]),
        )
        return EntryDraft(
            key=self.key, content=content, version=found["version"] or 0, was=found["was"]
        )

    def typed(self, name: str) -> str:
        """What stood in a field, to show it again; what cannot be stored is taken out."""
        return str(self[name].value() or "")

    @property
    def strength_typed(self) -> int | None:
        """How close the two are, if that was one of the four."""
        value = self.typed("strength")
        return int(value) if value in map(str, Strength.values) else None

    def chosen(self, name: str) -> frozenset[str]:
        """What was ticked in a group."""
        value = self[name].value()
        return frozenset(value if isinstance(value, list | tuple | frozenset) else ())


class NothingForm(forms.Form):
    """The sentence beside a nothing, if one likes."""

    use_required_attribute = False

    note = forms.CharField(
        label="A sentence, if you like",
        help_text="For example what took the month up. The Programme Team reads it.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def entries_posted(post: QueryDict) -> list[EntryForm]:
    """The entries that a window sent, in their order.

    Raises:
        BadRequest: the keys are none that a page of ours sends, or too many.
    """
    keys = post.getlist("entry")
    if len(keys) > MOST_ENTRIES:
        raise BadRequest("Too many entries at once.")
    try:
        return [EntryForm(post, key=UUID(key)) for key in dict.fromkeys(keys)]
    except ValueError as error:
        raise BadRequest("No entry has such a key.") from error


def ticked(forms_sent: Iterable[EntryForm], name: str) -> set[str]:
    """All that was ticked in a group of these entries."""
    return {slug for form in forms_sent for slug in form.cleaned_data.get(name, ())}


def _numbers(known: dict[str, int], names: Iterable[str]) -> frozenset[int]:
    return frozenset(known[name] for name in names if name in known)
