"""What is pressed and typed in a register: one person's line, and who is not in the list."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from kit.fields import LineField, ProseField
from kit.text import settled_line
from sessions.actions.register import MOST_AT_ONCE
from sessions.models import Attendance
from sessions.models.gatherings import TITLE_LIMIT
from sessions.models.records import NAME_LIMIT
from sessions.queries.register import Line

STATES = {**{state.value: state.value for state in Attendance.State}, "none": ""}
_PARTS = 3  # key, version, state


class MarkForm(forms.Form):
    """One press in the register: which line, what was seen of it, and what it becomes."""

    mark = forms.CharField(max_length=80)
    waited_seconds = forms.IntegerField(min_value=0, required=False)

    def clean_mark(self) -> tuple[UUID, int, str]:
        """The three parts."""
        parts = cast("str", self.cleaned_data["mark"]).split(" ")
        if len(parts) != _PARTS or parts[2] not in STATES:
            raise ValidationError("Press one of the buttons of a line.", code="parts")
        try:
            return UUID(parts[0]), int(parts[1]), STATES[parts[2]]
        except ValueError:
            raise ValidationError("Press one of the buttons of a line.", code="parts") from None


class AddForm(forms.Form):
    """Somebody who is not in the list, or several; or one who comes in another's place."""

    use_required_attribute = False

    names = ProseField(
        label="Name",
        help_text=f"Several: one a line, up to {MOST_AT_ONCE} at a time.",
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={"required": "Enter a name."},
    )
    organisation = LineField(
        label="Organisation",
        longest=TITLE_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        required=False,
    )
    in_place_of = forms.TypedChoiceField(
        label="In place of",
        help_text="A deputy counts for the organisation of that person.",
        coerce=UUID,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choose one of the list."},
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- passed on to Django's form
        lines: Iterable[Line],
        is_part: bool = False,
        **kwargs: Any,  # noqa: ANN401 -- passed on to Django's form
    ) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.key), one.name) for one in lines if one.is_person]
        away = cast("forms.TypedChoiceField", self.fields["in_place_of"])
        away.choices = [("", "Nobody"), *people]
        if is_part:
            away.help_text += " Who is not in this list stands on another page: find them first."

    def clean_names(self) -> list[str]:
        """One name a line, each once."""
        lines = (settled_line(line) for line in self.cleaned_data["names"].split("\n"))
        names = list({line.casefold(): line for line in lines if line}.values())
        if len(names) > MOST_AT_ONCE:
            raise ValidationError(
                f"These are {len(names):,} names. Add up to {MOST_AT_ONCE} at a time.", code="many"
            )
        for name in names:
            if len(name) > NAME_LIMIT:
                raise ValidationError(
                    f"“{name[:30]}…” is {len(name):,} characters long. "
                    f"Shorten it to {NAME_LIMIT} or fewer.",
                    code="long",
                )
        return names

    def clean_organisation(self) -> str:
        """Its name, on one line."""
        return settled_line(self.cleaned_data["organisation"])

    def clean(self) -> dict[str, Any]:
        """A deputy is one person."""
        known = super().clean() or self.cleaned_data
        if known.get("in_place_of") and len(known.get("names", [])) > 1:
            self.add_error("in_place_of", "One person comes in another's place. Enter one name.")
        return known


class SentAddForm(AddForm):
    """One of them from a device that kept it, by a key of its own."""

    key = forms.UUIDField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, lines=(), **kwargs)
        self.fields["in_place_of"] = forms.UUIDField(required=False)

    def clean_names(self) -> list[str]:
        """A device sends one by one."""
        names = super().clean_names()
        if len(names) != 1:
            raise ValidationError("Enter one name.", code="many")
        return names
