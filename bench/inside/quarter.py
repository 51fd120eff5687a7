"""A quarter that is over, in many towns, with as many readers of its digest as are asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bench.tally import READER
from kit.periods import QUARTER, quarter_of, shift
from people.models import Person, User
from reflections.models import Audience, Item, Kind, Obligation, Report
from towns.models import Council, Group, Programme, Role, Tenure, Town, TownStatus

ITEMS = 10  # of each report
BEGINNING = date(2020, 1, 1)
ON_TWO_GROUPS = 20  # each so manieth reader sits on a second group,
LEADS_NATIONALLY = 500  # and each so manieth is a national leader
ROWS = 2_000  # of one insert
NOTICED = (
    "The community hub and the local planning team met for the first time on a wet evening, and "
    "agreed to walk the route to the health centre together with the people who use it each week. "
)


@dataclass(frozen=True)
class Filled:
    """What was made: the quarter, who edits digests, and the towns."""

    quarter: date
    editor: User
    towns: Sequence[Town]


def fill(*, towns: int, readers: int, at: datetime) -> Filled:
    """Towns with a lead each, three reports of each handed over, and the members of their groups.

    No reader has any other post, so each gets the digest's letter alone.
    """
    quarter = shift(quarter_of(at.date()), -QUARTER)
    programme = Programme.objects.create(name="Bench", slug="bench", starts_on=BEGINNING)
    council = Council.objects.create(name="Council", slug="council")
    made = Town.objects.bulk_create(
        [
            Town(name=f"Town {one}", slug=f"town-{one}", programme=programme, council=council)
            for one in range(towns)
        ]
    )
    TownStatus.objects.bulk_create(
        [TownStatus(town=town, status="active", starts_on=BEGINNING) for town in made]
    )
    (editor,) = _accounts(["editor"])
    Tenure.objects.create(
        person=editor.person, role=Role.PROGRAMME_TEAM, programme=programme, starts_on=BEGINNING
    )
    _reports(made, quarter, at=at)
    _readers(made, programme, readers)
    return Filled(quarter, editor, made)


def _accounts(names: Sequence[str]) -> list[User]:
    """People with accounts; an address tells who it is of."""
    persons = Person.objects.bulk_create(
        [Person(name=f"Person {name}") for name in names], batch_size=ROWS
    )
    users = [
        User(email=f"{name}@example.org", person=person)
        for name, person in zip(names, persons, strict=True)
    ]
    return User.objects.bulk_create(users, batch_size=ROWS)


def _reports(towns: Sequence[Town], quarter: date, *, at: datetime) -> None:
    leads = _accounts([f"lead.{one}" for one in range(len(towns))])
    Tenure.objects.bulk_create(
        [
            Tenure(person=lead.person, role=Role.PROJECT_LEAD, town=town, starts_on=BEGINNING)
            for town, lead in zip(towns, leads, strict=True)
        ]
    )
    months = [shift(quarter, number) for number in range(QUARTER)]
    handed_over = at - timedelta(days=1)
    Obligation.objects.bulk_create(
        [
            Obligation(
                town=town,
                month=month,
                state=Obligation.State.MET,
                met_with=Obligation.MetWith.REPORT,
                met_at=handed_over,
                due_at=handed_over,
                grace_until=handed_over,
            )
            for town in towns
            for month in months
        ],
        batch_size=ROWS,
    )
    reports = [
        Report(
            town=town,
            month=month,
            status=Report.Status.SUBMITTED,
            submitted_at=handed_over,
            submitted_by=lead,
        )
        for town, lead in zip(towns, leads, strict=True)
        for month in months
    ]
    Report.objects.bulk_create(reports, batch_size=ROWS)
    authors = {lead.pk: lead.person for lead in leads}
    Item.objects.bulk_create(_items(reports, authors), batch_size=ROWS)


def _items(reports: Sequence[Report], authors: dict[int, Person]) -> Iterator[Item]:
    kinds = list(Kind)
    for report in reports:
        for number in range(ITEMS):
            yield Item(
                report=report,
                author=authors[report.submitted_by_id or 0],
                kind=kinds[number % len(kinds)],
                text=f"{report.town.name}, {number}: {NOTICED}",
                position=number,
                audience=Audience.STEERING,
            )


def _readers(towns: Sequence[Town], programme: Programme, number: int) -> None:
    """Members of Steering Groups, some of two, and some national leaders."""
    groups = Group.objects.bulk_create(
        [
            Group(
                name=f"the {town.name} Steering Group",
                slug=f"steering-{town.pk}",
                kind=Group.Kind.STEERING,
                programme=programme,
                town=town,
                starts_on=BEGINNING,
            )
            for town in towns
        ]
    )
    national = Group.objects.create(
        name="the national leaders",
        slug="national",
        kind=Group.Kind.NATIONAL,
        programme=programme,
        starts_on=BEGINNING,
    )
    people = [one.person for one in _accounts([f"{READER}{one}" for one in range(number)])]
    Tenure.objects.bulk_create(
        [
            Tenure(
                person=person,
                role=Role.NATIONAL if group == national else Role.STEERING,
                group=group,
                starts_on=BEGINNING,
            )
            for one, person in enumerate(people)
            for group in _groups_of(one, groups, national)
        ],
        batch_size=ROWS,
    )


def _groups_of(number: int, groups: Sequence[Group], national: Group) -> Iterator[Group]:
    if number % LEADS_NATIONALLY == 0:
        yield national
        return
    yield groups[number % len(groups)]
    if number % ON_TWO_GROUPS == 0 and len(groups) > 1:
        yield groups[(number + 1) % len(groups)]
