"""Fills in how towns checked a digest: most approve, one found something, one does not answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from demonstration.quarters import rows_of
from digests.actions.checking import approve_section, begin_check, remark_on_section
from digests.actions.editing import save_section
from digests.drafts import Edit, Words
from digests.models import Digest, Section
from kit.dates import day_of
from people.models import User
from towns.queries.holders import leads_of
from towns.working_days import next_working_day

APART = timedelta(minutes=47)  # so long after each other leads answer
SETTLED = timedelta(hours=3)  # after a remark, the section reads otherwise

type Row = Mapping[str, Any]


class CheckFiller:
    """Answers for the leads of one digest, in their working days."""

    def __init__(self, digest: Digest, texts: Row, *, by: User, now: datetime) -> None:
        self.digest, self.by, self.now = digest, by, now
        self.silent: str = texts["silent"]
        found = rows_of(texts["remark"], digest.quarter, today=timezone.localdate(now))
        self.remarks = {row["town"]: row for row in found}

    def fill(self, at: datetime, *, is_newest: bool) -> None:
        """Asked today, the leads answer on the next working day, as far as that has come."""
        begin_check(self.digest, by=self.by, at=at)
        day = next_working_day(day_of(at), holidays=frozenset())
        first = at.replace(year=day.year, month=day.month, day=day.day, hour=9)
        asked = self.digest.sections.exclude(asked_at=None).select_related("town", "digest")
        for number, section in enumerate(asked.order_by("town__name")):
            town = section.town
            if town is not None and not (is_newest and town.slug == self.silent):
                self._answer(section, self.remarks.get(town.slug), at=first + number * APART)

    def _answer(self, section: Section, remark: Row | None, *, at: datetime) -> None:
        if (lead := self._lead(section, at=at)) is None:
            return
        if remark is not None and at < self.now:
            remark_on_section(section, remark["text"], by=lead, at=at)
            at += SETTLED
            if at < self.now:
                self._settle(section, remark, at=at)
            at += SETTLED
        if at < self.now:
            section.refresh_from_db()
            approve_section(section, seen_version=section.version, by=lead, at=at)

    def _settle(self, section: Section, remark: Row, *, at: datetime) -> None:
        """The passage says it as the lead wants it said."""
        for one in section.passages.filter(copied__startswith=remark["begins"]):
            words = Words(text=remark["then"], note=one.note, depth=one.depth)
            edit = Edit(key=one.key, words=words, version=one.version)
            save_section(section, [edit], by=self.by, at=at)

    def _lead(self, section: Section, *, at: datetime) -> User | None:
        number = section.town_id or 0
        persons = leads_of([number], on=day_of(at))[number]
        return User.objects.filter(person__in=persons).order_by("pk").first()
