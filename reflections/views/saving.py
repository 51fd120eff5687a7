"""Takes what a window typed into a report, keeps it, and says what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.http import JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.utils import timezone

from kit.dates import moment_near
from kit.keys import number_in
from kit.refusals import in_our_words
from people.models import User
from reflections.actions.items import Conflict, Saved, Why, save_draft
from reflections.entries import EntryDraft
from reflections.forms.reports import EntryForm, entries_posted, ticked
from reflections.models import Report
from reflections.queries.editor import saved_words
from reflections.queries.entry_rows import Editor, Entry, Group
from reflections.queries.items import Loaded
from reflections.queries.likely import Likely
from reflections.queries.vocabulary import words_of
from reflections.views.organisations import Unknown, named, with_organisation

type Errors = dict[str, list[tuple[str, str]]]

IN_WORDS = {
    Why.CHANGED: "This was changed {when}{who}.",
    Why.LEFT_OUT: "This was taken out of the report meanwhile.",
    Why.MOVED: "This was moved to another month meanwhile.",
    Why.ELSEWHERE: "This jot is not among those of this report any more.",
    Why.HELD: "The Programme Team has set this item aside.",
}


@dataclass
class Typed:
    """One sending: the forms, what was kept of them, and what is wrong, by the key of the entry."""

    post: QueryDict
    forms: list[EntryForm]
    saved: Saved
    errors: Errors = field(default_factory=dict)
    likely: dict[str, tuple[Likely, ...]] = field(default_factory=dict)

    @property
    def keys_kept(self) -> frozenset[str]:
        """The keys of the items that stand as they were sent."""
        return frozenset(str(one.item.key) for one in self.saved.kept)

    @property
    def is_all_kept(self) -> bool:
        """Whether every word and every choice was kept."""
        return not self.errors and not self.saved.conflicts


def keep(report: Report, post: QueryDict, *, by: User, at: datetime) -> Typed:
    """Keep what was typed. What is wrong with one entry does not stop the others.

    Raises AlreadySubmitted when the report was handed over meanwhile.
    """
    sent = entries_posted(post)
    valid = [form for form in sent if form.is_valid()]
    errors: Errors = {
        str(form.key): [
            (name, in_our_words(found[0])) for name, found in form.errors.as_data().items()
        ]
        for form in sent
        if not form.is_valid()
    }
    likely: dict[str, tuple[Likely, ...]] = {}
    drafts = []
    for form, draft in _drafts(report, valid, at=at):
        found = named(form, post.get("take", ""), by=by, at=at)
        if isinstance(found, Unknown):
            errors.setdefault(str(form.key), []).append(("organisation", found.sentence))
            likely[str(form.key)] = found.likely
        drafts.append(with_organisation(draft, found))
    saved = save_draft(report, drafts, by=by, at=at)
    for key, refusal in saved.refusals.items():
        errors.setdefault(str(key), []).append((refusal.name, refusal.sentence))
    return Typed(post, sent, saved, errors, likely)


def _drafts(
    report: Report, valid: Sequence[EntryForm], *, at: datetime
) -> list[tuple[EntryForm, EntryDraft]]:
    """What was typed, with the rows for which the ticked names stand."""
    words = words_of(
        report,
        outcomes=ticked(valid, "outcomes"),
        organisations=ticked(valid, "organisations"),
        people=ticked(valid, "readers"),
        on=timezone.localdate(at),
    )
    return [(form, form.draft(words)) for form in valid]


def typed_again(post: QueryDict) -> Typed:
    """What somebody typed before they were asked to sign in: not kept yet, nothing wrong."""
    sent = [form for form in entries_posted(post) if form.typed("text").strip()]
    return Typed(post, sent, Saved(), {str(form.key): [] for form in sent})


def with_typed(editor: Editor, typed: Typed) -> Editor:
    """The page with what was typed where that was not kept, each with what is wrong with it."""
    sent = {str(form.key): form for form in typed.forms if str(form.key) in typed.errors}
    shown = {entry.key for entry in editor.entries()}
    new = {key: form for key, form in sent.items() if key not in shown}
    kinds = {group.kind for group in editor.groups}
    unsorted = [Entry(key=key) for key, form in new.items() if form.typed("kind") not in kinds]
    return replace(
        editor,
        groups=tuple(_group_with(group, sent, new, typed) for group in editor.groups),
        unsorted=tuple(_shown(entry, sent, typed) for entry in (*editor.unsorted, *unsorted)),
        errors=tuple(
            (f"{key}-{name}", sentence)
            for key, found in typed.errors.items()
            for name, sentence in found
        ),
    )


type Sent = dict[str, EntryForm]


def _group_with(group: Group, sent: Sent, new: Sent, typed: Typed) -> Group:
    """A kind's entries as they were sent, those that are no items yet before the empty one."""
    added = [
        _shown(Entry(key=key, kind=group.kind, legend=f"New {group.word.lower()}"), new, typed)
        for key, form in new.items()
        if form.typed("kind") == group.kind
    ]
    rows = [_shown(entry, sent, typed) for entry in group.entries]
    return replace(group, entries=(*rows[:-1], *added, rows[-1]))


def _shown(entry: Entry, sent: Sent, typed: Typed) -> Entry:
    form = sent.get(entry.key)
    if form is None:
        return entry
    kept = {one.item.key for one in typed.saved.kept} | typed.saved.jots.keys()
    shown = _typed_into(entry, form, typed.errors[entry.key], is_kept=form.key in kept)
    return replace(shown, likely=typed.likely.get(entry.key, ()))


def _typed_into(
    entry: Entry, form: EntryForm, errors: Sequence[tuple[str, str]], *, is_kept: bool
) -> Entry:
    """One entry as it was typed. Where it was not kept, it stays a change of what was shown."""
    asks = any(name == "organisation" for name, _ in errors)
    version = form.typed("version")
    typed = replace(
        entry,
        text=form.typed("text"),
        audience=form.typed("audience") or entry.audience,
        sensitive=bool(form["sensitive"].value()),
        asks_data=bool(form["asks_data"].value()),
        strength=form.strength_typed,
        readers=form.chosen("readers"),
        outcomes=form.chosen("outcomes"),
        organisation=form.typed("organisation") if asks or not is_kept else "",
        asks_organisation_kind=asks,
        errors=tuple(errors),
    )
    if is_kept:
        return typed
    seen = number_in(version, otherwise=0)
    return replace(typed, version=seen, was="", is_unsaved=True)


def saved_answer(typed: Typed, *, by: User, at: datetime) -> JsonResponse:
    """What the window's script is told: the new version of each entry, and what is in the way."""
    entries = {str(one.item.key): _told(one) for one in typed.saved.kept} | {
        str(key): {"version": 0, "was": content.digest, "guard": ""}
        for key, content in typed.saved.jots.items()
    }
    conflicts = [
        {
            "key": str(conflict.draft.key),
            "sentence": sentence_of(conflict, by=by, at=at),
            "text": conflict.saved.item.text if conflict.saved else "",
            "version": conflict.saved.item.version if conflict.saved else 0,
            "differs": _differs(conflict),
        }
        for conflict in typed.saved.conflicts
    ]
    return JsonResponse(
        {
            "saved": saved_words(at, on=timezone.localdate(at)),
            "entries": entries,
            "conflicts": conflicts,
            "errors": {key: [words for _, words in found] for key, found in typed.errors.items()},
        }
    )


def _differs(conflict: Conflict) -> bool:
    """Whether more than the text is otherwise than it was sent; a jot has nothing else."""
    saved = conflict.saved
    if saved is None or saved.item.version == 0:
        return False
    return replace(conflict.draft.content, text=saved.content.text) != saved.content


def _told(one: Loaded) -> dict[str, str | int]:
    findings = one.findings if one.item.open_findings else ()
    guard = render_to_string(
        "reflections/_guard.html", {"key": str(one.item.key), "findings": findings}
    )
    return {"version": one.item.version, "was": one.content.digest, "guard": guard.strip()}


def sentence_of(conflict: Conflict, *, by: User, at: datetime) -> str:
    """Why an entry could not be kept, and by whom and when it was changed."""
    saved = conflict.saved
    if saved is None:
        return IN_WORDS[conflict.why].format(when="meanwhile", who="")
    writer = saved.item.changed_by
    who = " in another window"
    if writer is not None:
        who = " by you, in another window" if writer == by else f" by {writer.person.name}"
    when = moment_near(saved.item.changed_at, on=timezone.localdate(at))
    return IN_WORDS[conflict.why].format(when=when, who=who)
