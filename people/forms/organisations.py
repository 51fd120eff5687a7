"""Forms in which an organisation is named: one that is known, one that was meant, or a new one.

Beside a name that the register does not know stand those that are like it, each taken by one press,
and "Add it as new". So no organisation stands there twice for a slip of the hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any, ClassVar

from django import forms

from people.likeness import likely
from people.models import Organisation
from people.names import tidy
from people.queries import organisation_named

MOST_LIKELY = 5
NEW = "+"  # before a name that is to be added; no slug begins so


class Adding(StrEnum):
    """When a name that is not known is added to the register."""

    NEVER = auto()
    ASKED = auto()
    UNLESS_LIKE = auto()  # at once, unless it is like one that is known


@dataclass(frozen=True)
class Asked:
    """What is asked about a name that is not known: which one is meant, or whether it is new."""

    field: str
    name: str
    likely: tuple[Organisation, ...]
    may_add: bool

    @property
    def button(self) -> str:
        """The name of the buttons that answer."""
        return _button(self.field)

    @property
    def value_of_new(self) -> str:
        """What the button sends that adds it."""
        return f"{NEW}{self.name}"

    @property
    def sentence(self) -> str:
        """What stands beside the field."""
        ways = {
            (True, True): "Choose one of those below, or add it as new.",
            (True, False): "Choose one of those below, or check the spelling.",
            (False, True): "Check the spelling, or add it as new below.",
            (False, False): "Check the spelling.",
        }
        return f"“{self.name}” is not in the register. {ways[bool(self.likely), self.may_add]}"


class NamesOrganisations(forms.Form):
    """A form of which some fields take an organisation's name.

    Cleaned, such a field holds a name of the organisation that is meant, or one that may be added.
    """

    adding: ClassVar[Mapping[str, Adding]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        self.names_asked: list[Asked] = []
        self.taken: dict[str, Organisation] = {}
        self.names_answered: list[tuple[str, str]] = []

    def clean(self) -> dict[str, Any]:
        """The names, each of one that is known or is to be added; else asks which is meant."""
        cleaned = super().clean() or self.cleaned_data
        for field, adding in self.adding.items():
            if field in cleaned:
                cleaned[field] = self._settled(field, cleaned[field], adding)
        return cleaned

    def _settled(self, field: str, typed: str, adding: Adding) -> str:
        answer = str(self.data.get(_button(field), ""))
        name = tidy(typed)
        if answer == f"{NEW}{name}" and adding != Adding.NEVER:
            self.names_answered.append((_button(field), answer))
            return name
        taken = Organisation.objects.filter(slug=answer, merged_into=None).first()
        if answer and taken:
            self.taken[field] = taken
            self._show(field, taken.name)
            return taken.name
        if not name or organisation_named(name):
            return name
        return self._ask(field, name, adding)

    def _ask(self, field: str, name: str, adding: Adding) -> str:
        found = tuple(likely(name, most=MOST_LIKELY))
        if found or adding != Adding.UNLESS_LIKE:
            asked = Asked(field, name, found, may_add=adding != Adding.NEVER)
            self.names_asked.append(asked)
            self.add_error(field, asked.sentence)
        return name

    def _show(self, field: str, name: str) -> None:
        """In the field, if the page has to be shown again for another reason."""
        self.data = self.data.copy()  # type: ignore[attr-defined] # what was posted has it
        self.data[self.add_prefix(field)] = name  # type: ignore[index] # the copy takes it


def _button(field: str) -> str:
    return f"take-{field}"
