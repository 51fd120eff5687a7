"""What stands in the pack of somebody who leaves a post: a list of sections, each of one room.

Every section holds what its reader may read anyway. What is sensitive, or for its author alone,
stands in none: a pack is printed and handed on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from kit.dates import day_near, in_full
from kit.words import listed
from people.models import User
from reflections.queries.handovers import (
    JotHanded,
    jots_handed,
    reports_handed,
    ties_handed,
    unanswered_in,
)
from sessions.queries.handovers import ActionHanded, actions_handed
from towns.models import Tenure, Town


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is handed over."""

    title: str
    text: str = ""
    note: str = ""
    url: str = ""
    is_late: bool = False
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one kind. What is said where there are none; without it nothing is shown."""

    key: str
    title: str
    lines: tuple[Line, ...]
    empty: str = ""


@dataclass(frozen=True)
class Leaving:
    """Whose post it is, who reads on which day, and what more than one section needs."""

    tenure: Tenure
    town: Town
    user: User
    on: date
    actions: Sequence[ActionHanded]
    jots: Sequence[JotHanded]


@dataclass(frozen=True)
class Pack:
    """The page: its head, its sections, and before the leaver their own jots."""

    name: str
    role: str
    town: Town
    last: str
    near: str
    today: str
    sections: tuple[Section, ...]
    is_own: bool
    kept_back: tuple[JotHanded, ...]
    has_released: bool


def pack_of(tenure: Tenure, town: Town, *, user: User, on: date) -> Pack:
    """Everything that the page shows of one post: seven statements. Needs the tenure's person."""
    is_own = tenure.person_id == user.person_id
    leaving = Leaving(
        tenure,
        town,
        user,
        on,
        actions_handed(user, tenure, on=on),
        jots_handed(user, tenure, on=on),
    )
    sections = (section(leaving) for section in SECTIONS)
    return Pack(
        name=tenure.person.name,
        role=tenure.get_role_display(),
        town=town,
        last=in_full(tenure.ends_on) if tenure.ends_on else "",
        near=day_near(tenure.ends_on, on=on) if tenure.ends_on else "",
        today=in_full(on),
        sections=tuple(one for one in sections if one.lines or one.empty),
        is_own=is_own,
        kept_back=tuple(jot for jot in leaving.jots if not jot.is_released) if is_own else (),
        has_released=is_own and any(jot.is_released for jot in leaving.jots),
    )


def promises(leaving: Leaving) -> Section:
    """Open actions that concern a partner: unfinished promises come first."""
    lines = (_action(action) for action in leaving.actions if action.partners)
    return Section(
        "promises", "Promises to partners", tuple(lines), "No open action concerns a partner."
    )


def other_actions(leaving: Leaving) -> Section:
    """The other open actions of the leaver and of the town's leads."""
    lines = (_action(action) for action in leaving.actions if not action.partners)
    title = f"Other open actions of {leaving.tenure.person.name} and of {leaving.town.name}"
    return Section("actions", title, tuple(lines), "None.")


def questions(leaving: Leaving) -> Section:
    """Questions to the town that wait for an answer."""
    found = unanswered_in(leaving.user, leaving.town, on=leaving.on)
    lines = tuple(Line(one.title, one.text, one.note, one.url) for one in found)
    return Section("questions", "Unanswered questions", lines, "Every question is answered.")


def ties(leaving: Leaving) -> Section:
    """Whom the town knows, and when that was last heard of."""
    found = ties_handed(leaving.user, leaving.town, on=leaving.on)
    lines = (
        Line(
            one.name,
            note=f"Last heard of on {in_full(one.heard)}",
            url=reverse("partners:partner", args=[one.slug]),
        )
        for one in found
    )
    return Section("ties", f"Whom {leaving.town.name} knows", tuple(lines), "No tie is known yet.")


def jots(leaving: Leaving) -> Section:
    """The jots that the leaver gave to whoever follows."""
    lines = (Line("", jot.text, jot.note) for jot in leaving.jots if jot.is_released)
    return Section("jots", f"Jots that {leaving.tenure.person.name} left", tuple(lines))


def reports(leaving: Leaving) -> Section:
    """The last reports of the town, and how their items begin."""
    found = reports_handed(leaving.user, leaving.town, on=leaving.on)
    lines = (Line(one.title, "", one.note, one.url, items=one.items) for one in found)
    return Section("reports", "The last six reports", tuple(lines), "No report has come in yet.")


# In their order on the page.
SECTIONS: tuple[Callable[[Leaving], Section], ...] = (
    promises,
    other_actions,
    questions,
    ties,
    jots,
    reports,
)


def _action(action: ActionHanded) -> Line:
    session = action.session
    concerns = f"Concerns {listed(action.partners)}. " if action.partners else ""
    return Line(
        action.text,
        note=f"{concerns}{action.owner}, by {action.due}{f'. From {session}' if session else ''}",
        url=reverse("sessions:session", args=[session.slug]) if session else "",
        is_late=action.is_late,
    )
