"""Takes what a window typed into a section, keeps it, and says what became of it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.http import JsonResponse, QueryDict
from django.utils import timezone

from digests.actions.editing import Saved, save_progress, save_section
from digests.drafts import short_name, words_of
from digests.forms.editing import PassageForm, ProgressForm, errors_of, passages_posted
from digests.models import Passage, Section
from digests.queries.section_page import Entry, EntryGroup, entries_of
from kit.dates import clock, moment_near
from people.models import User

PROGRESS = "progress"  # the key under which a window sends a section's first sentences
THEIRS = "A colleague wrote these sentences anew meanwhile."


@dataclass(frozen=True)
class Progress:
    """A section's first sentences as a window is shown them; `was` names those it is said to know.

    `is_late`: a colleague wrote them anew before these came. They read `theirs`.
    """

    text: str
    was: str
    error: str = ""
    is_late: bool = False
    theirs: str = ""


@dataclass
class Typed:
    """One sending: what was kept of it, and what is wrong, by the key of the passage."""

    post: QueryDict
    forms: list[PassageForm]
    progress: ProgressForm
    saved: Saved
    is_progress_kept: bool
    errors: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def is_all_kept(self) -> bool:
        """Whether every word was kept."""
        return self.is_progress_kept and not (self.errors or self.saved.conflicts)


def keep(section: Section, post: QueryDict, *, by: User, at: datetime) -> Typed:
    """Keep what was typed. What is wrong with one passage does not stop the others.

    Raises NotNow when the digest cannot be changed any more.
    """
    sent, progress = passages_posted(post), ProgressForm(post)
    errors = errors_of(sent)
    edits = [form.edit() for form in sent if str(form.key) not in errors]
    saved = save_section(section, edits, by=by, at=at)
    is_kept = True
    if progress.is_valid() and progress["text"].html_name in post:
        told = progress.cleaned_data
        is_kept = save_progress(section, told["text"], was=told["was"], by=by, at=at)
    return Typed(post, sent, progress, saved, is_kept and progress.is_valid(), errors)


def section_context(section: Section, typed: Typed | None, *, on: date) -> dict[str, object]:
    """What the page of a section shows, with what was typed where that was not kept."""
    groups = entries_of(section, on=on)
    if typed is not None:
        section.refresh_from_db(fields=["progress", "version"])
        groups = tuple(_with_typed(group, typed, on=on) for group in groups)
    return {
        "section": section,
        "groups": groups,
        "progress": _progress_of(section, typed),
        "problems": _problems(groups),
    }


def _progress_of(section: Section, typed: Typed | None) -> Progress:
    """The first sentences: as they were typed, if they were not kept, beside a colleague's."""
    was = short_name(section.progress)
    if typed is None or typed.is_progress_kept:
        return Progress(section.progress, was)
    form, mine, error = typed.progress, typed.progress.typed("text"), _progress_error(typed)
    if form.is_valid():
        return Progress(mine, was, error, is_late=True, theirs=section.progress)
    return Progress(mine, form.typed("was"), error)


def _progress_error(typed: Typed) -> str:
    wrong = typed.progress.errors.get("text")
    return str(wrong[0]) if wrong else THEIRS


def _with_typed(group: EntryGroup, typed: Typed, *, on: date) -> EntryGroup:
    return replace(
        group, entries=tuple(_entry_with_typed(one, typed, on=on) for one in group.entries)
    )


def _entry_with_typed(entry: Entry, typed: Typed, *, on: date) -> Entry:
    """An entry as it was typed, if it was not kept, beside what a colleague saved meanwhile."""
    form = next((one for one in typed.forms if one.key == entry.key), None)
    saved = next((one for one in typed.saved.conflicts if one.key == entry.key), None)
    errors = typed.errors.get(str(entry.key), {})
    if form is None or not (saved or errors):
        return entry
    mine = replace(
        entry,
        text=form.typed("text"),
        note=entry.note if entry.is_quote else form.typed("note"),
        depth=form.typed("depth") or entry.depth,
        was="",
        is_unsaved=True,
        errors=errors,
    )
    if saved is None:  # what a colleague saved since stays unseen: the next save meets it
        return replace(mine, version=form.version_seen)
    theirs = f"{entry.text} {entry.note} ({saved.get_depth_display()})"
    return replace(mine, theirs=theirs, errors={"text": sentence_of(saved, on=on)})


def _problems(groups: tuple[EntryGroup, ...]) -> list[tuple[str, str]]:
    return [
        (f"{entry.key}-{name}", sentence)
        for group in groups
        for entry in group.entries
        for name, sentence in entry.errors.items()
    ]


def saved_answer(typed: Typed, *, by: User, at: datetime) -> JsonResponse:
    """What the window's script is told: the new version of each passage, and what is in the way."""
    entries = {
        str(one.key): {"version": one.version, "was": words_of(one).digest}
        for one in typed.saved.kept
    }
    errors = {key: list(found.values()) for key, found in typed.errors.items()}
    if typed.is_progress_kept:
        kept = typed.progress.cleaned_data.get("text", "")
        entries[PROGRESS] = {"version": "", "was": short_name(kept)}
    else:
        errors[PROGRESS] = [_progress_error(typed)]
    return JsonResponse(
        {
            "saved": f"Saved at {clock(at)}",
            "entries": entries,
            "conflicts": _conflicts(typed, by=by, at=at),
            "errors": errors,
        }
    )


def _conflicts(typed: Typed, *, by: User, at: datetime) -> list[dict[str, object]]:
    """What somebody else saved meanwhile, passage by passage."""
    on = timezone.localdate(at)
    return [
        {
            "key": str(one.key),
            "sentence": sentence_of(one, on=on, by=by),
            "text": one.text,
            "choices": {"note": one.note, "depth": one.depth},
            "version": one.version,
        }
        for one in typed.saved.conflicts
    ]


def sentence_of(passage: Passage, *, on: date, by: User | None = None) -> str:
    """Who changed a passage first, and when."""
    writer = passage.changed_by
    who = "in another window" if writer is None else f"by {writer.person.name}"
    if writer is not None and writer == by:
        who = "by you, in another window"
    when = moment_near(passage.changed_at, on=on)
    return f"This was changed {when} {who}. Save again to keep yours."
