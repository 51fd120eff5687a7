"""The desk of those who edit: how a digest stands, section by section, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Sum
from django.urls import reverse

from digests.content import DEPTHS, NAMES, Depth, minutes_for
from digests.models import Digest, Passage, Section
from digests.queries.originals import honesty_in, reporting_towns
from digests.queries.recalls import recalled_in
from digests.wording import Honesty
from kit.dates import day_of, in_full
from kit.text import settled_line
from towns.models import Town

A_PAGE = 50  # sections
_COUNT = "array_length(string_to_array(btrim(concat_ws(' ', %(expressions)s)), ' '), 1)"
State = Digest.State


@dataclass(frozen=True)
class SectionRow:
    """One section on the desk."""

    name: str
    address: str
    words: str
    tag: str
    tag_words: str


@dataclass(frozen=True)
class Desk:
    """A digest as those who edit it see it."""

    rows: Sequence[SectionRow]
    further: str
    honesty: Honesty
    minutes: Mapping[Depth, int]
    refused: int  # passages that may not be published as things stand
    gathered: str  # how far the gathering or freezing has come
    unsettled: int  # towns that have not approved their section as it stands
    unanswered: int  # those of them that were asked and have said nothing

    @property
    def minutes_named(self) -> list[tuple[str, int]]:
        """How long each depth takes to read, with its name."""
        return [(NAMES[depth], self.minutes[depth]) for depth in DEPTHS]

    @property
    def unanswered_words(self) -> str:
        """Who has not answered, before it is frozen; empty if everybody has."""
        if not self.unanswered:
            return ""
        towns = "1 town has" if self.unanswered == 1 else f"{self.unanswered} towns have"
        return f"{towns} not answered. The digest will say so if it is frozen now."

    @property
    def refused_words(self) -> str:
        """What stands in the way of freezing, in a sentence."""
        number = "1 passage" if self.refused == 1 else f"{self.refused} passages"
        return f"{number} may not be published as things stand. Each says why in its section."


def desk_of(digest: Digest, *, on: date, after: str = "") -> Desk:
    """Six statements, however many towns; up to eight while a job goes on."""
    refused = recalled_in(digest, on=on)
    rows = list(_sections(digest, after)[: A_PAGE + 1])
    last = rows[A_PAGE - 1].town if len(rows) > A_PAGE else None
    towns = digest.sections.filter(town__isnull=False)
    counts = towns.aggregate(
        all=Count("pk"),
        unsettled=Count("pk", filter=Q(approved_version=None) | ~Q(approved_version=F("version"))),
        unanswered=Count(
            "pk", filter=Q(asked_at__isnull=False, approved_at=None, remarked_at=None)
        ),
        words=_words_in("progress"),
    )
    return Desk(
        rows=[_row(one, digest) for one in rows[:A_PAGE]],
        further=last.slug if last else "",
        honesty=honesty_in(digest.quarter),
        minutes=_minutes(digest, above=counts["words"] or 0),
        refused=len(refused),
        gathered=_gathered(digest, counts["all"]),
        unsettled=counts["unsettled"],
        unanswered=counts["unanswered"],
    )


def _sections(digest: Digest, after: str) -> QuerySet[Section]:
    rows = digest.sections.select_related("town", "approved_by__person").annotate(
        kept=Count("passages", filter=~Q(passages__depth=Passage.OUT)),
        brief=Count("passages", filter=Q(passages__depth=Depth.BRIEF)),
    )
    if after:
        name = Town.objects.filter(slug=after).values("name")[:1]
        rows = rows.filter(town__name__gt=name)
    return rows.order_by("place", "town__name", "pk")


def _row(section: Section, digest: Digest) -> SectionRow:
    kept, brief = vars(section)["kept"], vars(section)["brief"]
    passages = "1 passage" if kept == 1 else f"{kept} passages"
    tag, tag_words, said = stands(section)
    return SectionRow(
        section.name,
        section_address(digest, section),
        " ".join(part for part in (f"{passages}, {brief} in brief.", said) if part),
        tag,
        tag_words,
    )


def stands(section: Section) -> tuple[str, str, str]:
    """How the town's check of a section stands: a tag, its words, and a sentence."""
    if section.town is None:
        return "ended", "Not checked by towns", ""
    if section.is_approved and section.approved_at and section.approved_by:
        who, day = section.approved_by.person.name, in_full(day_of(section.approved_at))
        return "met", "Approved", f"By {who} on {day}."
    if section.remark:
        return "late", "Not right", f"“{settled_line(section.remark)}”"
    if section.approved_at:
        return "owed", "Changed since", "Approved, and changed after that."
    if section.asked_at is None:
        return "ended", "Not asked", ""
    until = f"Asked to answer by {in_full(section.answer_by)}." if section.answer_by else ""
    return "owed", "No answer", until


def section_address(digest: Digest, section: Section) -> str:
    """Where a section is edited. Needs its town loaded."""
    if section.town is None:
        return reverse("digests:across", args=[digest.quarter])
    return reverse("digests:section", args=[digest.quarter, section.town.slug])


def _words_in(*columns: str) -> Sum:
    """How many words stand in these columns of all rows: the texts stay where they are."""
    return Sum(Func(*columns, template=_COUNT, output_field=IntegerField()))


def _minutes(digest: Digest, *, above: int) -> Mapping[Depth, int]:
    """How long each depth takes to read, as it was frozen or as things stand: two statements.

    `above` are the words with which sections begin.
    """
    frozen = digest.editions.filter(replaced_at=None, discarded_at=None).exclude(checksum="")
    if (edition := frozen.first()) is not None:
        return edition.says.minutes
    depths = dict.fromkeys(DEPTHS, above + len(digest.opening.split()))
    counted = (
        Passage.objects.kept()
        .filter(section__digest=digest)
        .values_list("depth")
        .annotate(words=_words_in("text", "note"))
    )
    for depth, words in counted:
        for deeper in DEPTHS[DEPTHS.index(Depth(depth)) :]:
            depths[deeper] += words or 0
    return {depth: minutes_for(words) for depth, words in depths.items()}


def _gathered(digest: Digest, towns: int) -> str:
    """How far a job has come, in words; empty if none goes on."""
    if digest.state == State.COLLECTING:
        done = digest.sections.filter(town__pk__lte=digest.gathered_to).count()
        return f"{done} of {reporting_towns().count()} towns are gathered."
    if digest.state == State.FREEZING:
        done = digest.editions.filter(discarded_at=None).order_by("-number")[0].parts.count()
        return f"{done} of {towns + 1} sections are frozen."
    return ""
