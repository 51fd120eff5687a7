"""The organisation that somebody types into an entry: known, new, or like some that are known."""

from dataclasses import dataclass, replace
from datetime import datetime

from people.actions.organisations import add_organisation
from people.models import Organisation, User
from people.queries import organisation_named
from reflections.entries import EntryDraft
from reflections.forms.reports import EntryForm
from reflections.queries.likely import Likely, chosen_of_likely, likely_named


@dataclass(frozen=True)
class Unknown:
    """A name that is not in the register: what to say of it, and which ones it may mean."""

    sentence: str
    likely: tuple[Likely, ...]


def named(form: EntryForm, taken: str, *, by: User, at: datetime) -> Organisation | Unknown | None:
    """The organisation that was typed, or taken of those offered; one that is new, if it can be."""
    key, _, slug = taken.partition(":")
    if slug and key == str(form.key):
        return chosen_of_likely(slug)
    name, kind = form.cleaned_data["organisation"], form.cleaned_data["organisation_kind"]
    if not name:
        return None
    found = organisation_named(name)
    if found is None and kind:
        found = add_organisation(name, kind=kind, by=by, at=at)
    return found or _unknown(name)


def _unknown(name: str) -> Unknown:
    likely = likely_named(name)
    if likely:
        return Unknown(f"“{name}” is not on the list. Choose one of these, or add it.", likely)
    sentence = f"“{name}” is not on the list yet. Say what it is, and it is added."
    return Unknown(sentence, ())


def with_organisation(draft: EntryDraft, found: Organisation | Unknown | None) -> EntryDraft:
    """The same entry, naming that organisation too."""
    if not isinstance(found, Organisation):
        return draft
    chosen = draft.content.organisations | {found.pk}
    return draft.with_content(replace(draft.content, organisations=chosen))
