"""The digest of the quarter that ended last: checked, published, corrected, withdrawn."""

from collections.abc import Mapping
from datetime import datetime

from digests.actions.checking import begin_check, remark_on_section
from digests.actions.correcting import Change, correct_passage
from digests.actions.editing import add_passage, save_opening
from digests.actions.freezing import begin_freeze
from digests.actions.gathering import begin_digest
from digests.actions.publishing import publish, withdraw
from digests.actions.reading import mark_read
from digests.actions.telling import tell_on
from digests.content import Sort
from digests.models import Digest, Edition, Passage, Section
from digests.queries.recipients import tellings_open
from kit.periods import QUARTER, quarter_of, shift
from tests.letters.post import Scene, account, scene
from tests.letters.world import AT, TODAY

LEAD, TEAM, STEERING = "lead.ayr@example.org", "team@example.org", "steering.ayr@example.org"
OPENING = "Towns found their partners this quarter.\nBuses are what most of them ask about."
REMARK = "The walk was in August, not in July. And it was the school that asked for it."
ADDED = "Three towns now meet their bus company every month."


def _checked() -> Digest:
    """As it was drafted, and the towns asked."""
    team = account("team")
    digest = begin_digest(shift(quarter_of(TODAY), -QUARTER), by=team, at=AT)
    save_opening(digest, OPENING, version=1, by=team, at=AT)
    add_passage(_across(digest), sort=Sort.LEARNING, text=ADDED, by=team, at=AT)
    begin_check(digest, by=team, at=AT)
    return digest


def _published() -> Edition:
    """As it was checked, and everybody told."""
    digest = _checked()
    begin_freeze(digest, by=account("team"), at=AT)
    edition = publish(digest, by=account("team"), at=AT)
    _tell()
    return edition


def _tell() -> None:
    """Everybody is told of what there is to tell."""
    for telling in tellings_open():
        while tell_on(telling, at=AT):
            pass


def _across(digest: Digest) -> Section:
    return digest.sections.get(town=None)


def _to_check() -> tuple[str, datetime]:
    _checked()
    return LEAD, AT


def _remarked() -> tuple[str, datetime]:
    section = _checked().sections.get(town__slug="ayr")
    remark_on_section(section, REMARK, by=account("lead.ayr"), at=AT)
    return TEAM, AT


def _edition() -> tuple[str, datetime]:
    _published()
    return STEERING, AT


def _corrected() -> tuple[str, datetime]:
    edition = _published()
    mark_read(edition, by=account("steering.ayr"), at=AT)
    passage = Passage.objects.get(section=_across(edition.digest), text=ADDED)
    correct_passage(
        edition.digest,
        passage.key,
        Change(
            ADDED.replace("Three", "Two"),
            "",
            "One of the three has only been invited to.",
            edition.number,
        ),
        by=account("team"),
        at=AT,
    )
    _tell()
    return STEERING, AT


def _withdrawn() -> tuple[str, datetime]:
    edition = _published()
    mark_read(edition, by=account("steering.ayr"), at=AT)
    why = "It held the reports of the quarter before. The right one follows this week."
    withdraw(edition.digest, why, by=account("team"), at=AT)
    _tell()
    return STEERING, AT


SCENES: Mapping[str, Scene] = {
    "digest-to-check": scene("digests/section_to_check", _to_check),
    "digest-remarked": scene("digests/section_remarked", _remarked),
    "digest": scene("digests/edition", _edition),
    "digest-corrected": scene("digests/corrected", _corrected),
    "digest-withdrawn": scene("digests/withdrawn", _withdrawn),
}
