"""No letter contains a word that its reader may not see.

Every person who has an account is promised a notice of each kind about each row that such a kind
can be about; whatever the kinds then say of them must be theirs to read.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from kit.dates import day_of
from outbox.kinds import Kind, Part, Standing, kinds
from outbox.models import Notice
from people.models import User
from reflections.models import Item, Question, Reply
from tests.letters import world
from tests.letters.marks import NOT_TYPED, READ, FieldName, Marks, name_of, text_fields
from tests.letters.rows import ROWS, notices
from towns.models import Role, Tenure
from towns.models.tenures import GROUP_ROLES, TOWN_ROLES

pytestmark = pytest.mark.django_db

# Each a working day in office hours, as is that of the world, when reports are ready to review.
STAGES = {
    "just come in": datetime(2026, 11, 9, 10, tzinfo=UTC),
    "due soon": datetime(2026, 12, 2, 10, tzinfo=UTC),
    "due today": datetime(2026, 12, 7, 10, tzinfo=UTC),
    "late": datetime(2026, 12, 9, 10, tzinfo=UTC),
    "late again": datetime(2026, 12, 14, 10, tzinfo=UTC),
}
OF_EDITIONS = {
    "digests.correction.after",
    "digests.correction.before",
    "digests.correction.reason",
    "digests.edition.head",
    "digests.edition.withdrawn_why",
    "digests.editionpart.content",
    "evidence.quote.speaker_role",
}
QUOTED = OF_EDITIONS | {
    "digests.section.remark",
    "reflections.groupquestion.about",
    "reflections.groupquestion.on_behalf_of",
    "reflections.groupquestion.text",
    "reflections.introduction.answer",
    "reflections.introduction.text",
    "reflections.item.text",
    "reflections.itemevent.label",
    "reflections.question.on_behalf_of",
    "reflections.question.text",
    "reflections.reply.text",
}
LONGEST_SUBJECT = 100
OF_ONES_PLACE = {"towns.group.name", "towns.town.name"}
# Of the sessions to which one's own posts are invited: what is told of them, no letter of others.
OF_ONES_SESSIONS = {
    "cohort_sessions.cohortsession.cancelled_why",
    "cohort_sessions.cohortsession.join_link",
    "cohort_sessions.cohortsession.moved_why",
    "cohort_sessions.cohortsession.text",
    "cohort_sessions.cohortsession.title",
    "cohort_sessions.cohortsession.venue",
    "cohort_sessions.kind.name",
}


@dataclass
class Told:
    """What the kinds said to everybody: how many letters, whose words, and which of them leak."""

    letters: dict[str, int] = field(default_factory=dict)
    shown: defaultdict[User, set[tuple[FieldName, int]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    longest_subject: int = 0  # in signs
    leaks: dict[tuple[str, FieldName], str] = field(default_factory=dict)  # with one of them

    @property
    def fields(self) -> set[FieldName]:
        """The fields of which words were shown to anybody."""
        return {name for places in self.shown.values() for name, _ in places}


def composing() -> list[Kind]:
    """The kinds of letter that are written at the moment of sending."""
    return [kind for kind in kinds() if kind.compose is not None]


def letters(kind: Kind, persons: Iterable[int], *, at: datetime) -> list[tuple[Notice, Part]]:
    """What this kind says to each person of every row there is, where it says anything."""
    asked = list(notices(kind.name, persons, at=at))
    assert kind.compose is not None
    said = kind.compose(asked, at=at) if asked else {}
    return [(one, part) for one in asked if isinstance(part := said.get(one.pk), Part)]


def tell_all(
    marks: Marks, chosen: Iterable[Kind], *, at: datetime, users: Iterable[User] = ()
) -> Told:
    """Everything to everybody."""
    readers = {user.person_id: user for user in users or world.readers()}
    told = Told()
    for kind in chosen:
        found = letters(kind, readers, at=at)
        told.letters[kind.name] = len(found)
        for notice, part in found:
            reader = readers[notice.person or 0]
            places = marks.in_text(f"{part.subject}\n{part.text}\n{part.reason}")
            told.shown[reader] |= places
            told.longest_subject = max(told.longest_subject, len(part.subject))
            told.leaks |= {
                (kind.name, name): f"{reader} is told words of {row}, about {notice.about}"
                for name, row in places
                if not marks.may_read(reader, (name, row), on=day_of(at))
            }
    return told


def test_every_kind_of_letter_has_its_rows_here() -> None:
    assert {kind.name for kind in composing()} == set(ROWS)


def test_of_every_text_it_is_known_who_may_read_it() -> None:
    unknown = {
        name
        for model, one in text_fields()
        if (name := name_of(model, one)) not in READ
        and name not in NOT_TYPED
        and name.partition(".")[0] not in NOT_TYPED
    }

    assert unknown == set()


def test_no_letter_contains_a_word_that_its_reader_may_not_see(marked: Marks) -> None:
    told = tell_all(marked, composing(), at=world.AT)

    sensitive = Item.objects.filter(sensitive=True)
    beside = Question.objects.filter(item__in=sensitive)
    kept_back = (
        marked.of(sensitive, "reflections.item.text")
        | marked.of(beside, "reflections.question.text")
        | marked.of(Reply.objects.filter(question__in=beside), "reflections.reply.text")
    )
    assert told.leaks == {}
    assert set().union(*told.shown.values()) & kept_back == set()
    assert [name for name, number in told.letters.items() if number == 0] == []
    assert told.fields >= QUOTED
    assert told.longest_subject <= LONGEST_SUBJECT


@pytest.mark.parametrize("stage", STAGES)
def test_nor_at_any_stage_of_a_report(marked: Marks, stage: str) -> None:
    of_the_day = [
        kind
        for kind in composing()
        if kind.standing == Standing.REMINDER or kind.name == "front/this_week"
    ]

    told = tell_all(marked, of_the_day, at=STAGES[stage])

    assert told.leaks == {}
    assert told.letters["reflections/late"] + told.letters["front/this_week"] > 0
    assert stage != "just come in" or "reflections.item.text" in told.fields


@pytest.mark.parametrize("roles", [TOWN_ROLES, GROUP_ROLES, [Role.PROGRAMME_TEAM]], ids=str)
def test_nor_from_the_day_on_which_a_post_has_ended(marked: Marks, roles: list[Role]) -> None:
    held = Tenure.objects.active(on=world.TODAY).filter(role__in=roles)
    ended = list(User.objects.filter(person__in=held.values("person")))
    world.end_posts(*roles, on=world.TODAY - timedelta(days=1))
    marked.forget()

    told = tell_all(marked, composing(), at=world.AT, users=ended)

    assert ended
    assert told.leaks == {}
    assert told.fields & QUOTED == set()
    marked.forget()


def test_a_member_of_a_group_is_told_of_their_place_and_of_editions_alone(
    marked: Marks,
) -> None:
    held = Tenure.objects.active(on=world.TODAY).filter(role__in=GROUP_ROLES)
    others = Tenure.objects.active(on=world.TODAY).exclude(role__in=GROUP_ROLES)
    members = list(
        User.objects.filter(person__in=held.values("person")).exclude(
            person__in=others.values("person")
        )
    )

    told = tell_all(marked, composing(), at=world.AT, users=members)

    assert len(members) > 7
    assert told.leaks == {}
    assert "towns.group.name" in told.fields
    assert told.fields <= OF_ONES_PLACE | OF_ONES_SESSIONS | OF_EDITIONS
