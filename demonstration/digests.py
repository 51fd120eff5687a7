"""Fills in the digests of the quarters that are over, by the portal's own actions: four published.

The quarter that ended last stays with the towns, to be checked, until the day of its freezing has
gone by; then its digest is the newest of the four.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db.models import Max
from django.utils import timezone

from demonstration.after import AfterwardsFiller
from demonstration.checking import CheckFiller
from demonstration.past import tell_in_their_time
from demonstration.programme import read_texts
from demonstration.quarters import rows_of
from demonstration.raising import fill_raised
from digests.actions.editing import save_opening, save_section
from digests.actions.freezing import begin_freeze, freeze_on
from digests.actions.gathering import begin_digest, gather_on
from digests.actions.publishing import publish
from digests.content import Depth, Sort
from digests.drafts import Edit, Words
from digests.models import Digest, Passage, Section
from kit.periods import QUARTER, month_of, quarter_of, shift
from outbox.models import Notice
from people.models import User
from towns.bank_holidays import scottish_days
from towns.models import Programme
from towns.policies import is_programme_team
from towns.working_days import nth_working_day

PUBLISHED = 4  # digests
LATELY = timedelta(days=3)  # so long ago at most, a letter may still be on its way
WEEK = timedelta(days=7)  # before its freezing a digest is edited, and the towns are asked
NIGHT, MORNING, AFTERNOON, EVENING = time(3, 10), time(10, 5), time(14), time(16, 30)
OF_SORTS = {Sort.QUOTE: Depth.BRIEF, Sort.PARTNER: Depth.FULL, Sort.SESSION: Depth.FULL}
TOPICS = (Depth.BRIEF, Depth.BRIEF, Depth.PAGE, Depth.PAGE, Depth.PAGE)

type Row = Mapping[str, Any]


class DigestsFiller:
    """Takes each digest as far as it would have come by a moment."""

    def __init__(self, *, now: datetime) -> None:
        self.now, self.today = now, timezone.localdate(now)
        self.texts = read_texts("digests")
        users = User.objects.order_by("pk")
        self.by = next(user for user in users if is_programme_team(user, on=self.today))

    def fill(self, *, months: int) -> None:
        """Those quarters that lie within so many months, the oldest first."""
        before = Notice.objects.aggregate(last=Max("pk"))["last"] or 0
        quarters = self._quarters(months=months)
        over = [quarter for quarter in quarters if self._freeze_on(quarter) < self.today]
        for quarter in quarters:
            self._fill(quarter, is_newest=quarter in over[-1:])
        fill_raised(self.texts["raised"], by=self.by, until=self.now)
        new = Notice.objects.filter(pk__gt=before, state=Notice.State.WAITING)
        past = new.filter(promised_at__lt=self.now - LATELY)
        tell_in_their_time(list(past.order_by("pk")), now=self.now)

    def _quarters(self, *, months: int) -> list[date]:
        """Four that are published, and the one after them if it is over."""
        newest = shift(quarter_of(self.today), -QUARTER)
        is_checked = self._freeze_on(newest) >= self.today
        first = shift(month_of(self.today), -months)
        found = [shift(newest, -QUARTER * back) for back in range(PUBLISHED + is_checked)]
        return [quarter for quarter in reversed(found) if quarter >= first]

    def _freeze_on(self, quarter: date) -> date:
        after = shift(quarter, QUARTER)
        nth = Programme.objects.earliest("pk").digest_freeze_working_day
        return nth_working_day(after, nth, holidays=scottish_days(after.year))

    def _fill(self, quarter: date, *, is_newest: bool) -> None:
        edited_on = self._freeze_on(quarter) - WEEK
        if (begun_at := _at(edited_on, NIGHT)) > self.now:
            return  # the timetable begins it
        digest = self._begin(quarter, at=begun_at)
        check = CheckFiller(digest, self.texts, by=self.by, now=self.now)
        steps: list[tuple[datetime, Callable[[datetime], None]]] = [
            (_at(edited_on, MORNING), partial(self._edit, digest)),
            (_at(edited_on, AFTERNOON), partial(check.fill, is_newest=is_newest)),
        ]
        if digest.freeze_on < self.today:
            after = AfterwardsFiller(digest, self.texts, by=self.by, now=self.now)
            steps += [
                (_at(digest.freeze_on, AFTERNOON), partial(self._freeze, digest)),
                (_at(digest.freeze_on, EVENING), partial(self._publish, digest)),
                (_at(digest.freeze_on, EVENING), partial(after.fill, is_newest=is_newest)),
            ]
        for at, step in steps:
            if at < self.now:
                step(at)

    def _begin(self, quarter: date, *, at: datetime) -> Digest:
        """Gathered once the quarter's reports have come in, with what had been raised by then."""
        fill_raised(self.texts["raised"], by=self.by, until=at)
        digest = begin_digest(quarter, by=None, at=at)
        while gather_on(digest, at=at):
            pass
        digest.refresh_from_db()
        return digest

    def _edit(self, digest: Digest, at: datetime) -> None:
        """How it opens, and what becomes of each passage."""
        openings = rows_of(self.texts["opening"], digest.quarter, today=self.today)
        for row in openings:
            save_opening(digest, row["text"], version=digest.opening_version, by=self.by, at=at)
        sections = digest.sections.in_order().select_related("digest", "town")
        for section in sections.prefetch_related("passages"):
            save_section(section, self._edits(section), by=self.by, at=at)

    def _edits(self, section: Section) -> list[Edit]:
        """Where the texts say what comes first, nothing else does."""
        passages = sorted(section.passages.all(), key=lambda one: (one.position, one.pk))
        wanted = {one.key: self._wanted(one) for one in passages}
        has_first = any(row.get("depth") == Depth.BRIEF for row in wanted.values())
        topics = iter(TOPICS)
        edits = []
        for one in passages:
            depth = OF_SORTS.get(Sort(one.sort), one.depth)
            if one.sort == Sort.TOPIC:
                depth = next(topics, Depth.FULL)
            elif one.item_id is not None and has_first and depth == Depth.BRIEF:
                depth = Depth.PAGE
            row = {"depth": depth} | wanted[one.key]
            words = Words(text=row.get("text", one.text), note=one.note, depth=row["depth"])
            edits.append(Edit(key=one.key, words=words, version=one.version))
        return edits

    def _wanted(self, passage: Passage) -> dict[str, str]:
        if passage.item_id is None:
            return {}
        rows = (row for row in self.texts["edit"] if passage.copied.startswith(row["begins"]))
        return {key: value for key, value in next(rows, {}).items() if key != "begins"}

    def _freeze(self, digest: Digest, at: datetime) -> None:
        begin_freeze(digest, by=self.by, at=at)
        while freeze_on(digest, at=at):
            pass

    def _publish(self, digest: Digest, at: datetime) -> None:
        publish(digest, by=self.by, at=at)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, timezone.get_default_timezone())
