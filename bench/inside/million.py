"""A library of a million items: reports of four years in 700 towns, and a reader of each role.

What people write is drawn from made-up words, some of which stand in every fifth item and most in
hardly any, as in any language. Triggers rest meanwhile: a history of what was made up is no use.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from kit.periods import shift
from people.models import Organisation, Person, User
from reflections.models import Report
from sessions.models import CohortSession
from sessions.models import Kind as SessionKind
from towns.models import Council, Group, Programme, Role, Tenure, Town, TownStatus

MONTHS = 48
SESSIONS, PARTNERS = 2_000, 4_000
ROWS = 2_000  # of one insert
BEGINNING = date(2020, 1, 1)
WORDS = 20_000  # that are made up
LENGTH = 30  # words of an item
COMMON, RARE = "footways", "lighthouse"  # in every fifth item, and in one of fifty thousand
MISSPELT = "lighthuose"
TOWN = "town-0"
FREQUENT, SELDOM = "baimbacka", "baardicka"  # made up, in one of twenty and in one of a hundred
IN_TOWN = (Role.PROJECT_LEAD, Role.LINK_LEAD, Role.ANALYST)
IN_PROGRAMME = (Role.PROGRAMME_TEAM, Role.EVALUATOR, Role.ADMINISTRATOR)

_ITEMS = """
WITH said AS (
    SELECT number, (
        SELECT string_agg(
            (ARRAY['ba','do','fen','gil','kor','lum','mas','nev','pol','rud'])[1 + pick %% 10]
            || (ARRAY['ar','el','im','on','ur','ast','eck','ild','orm','und'])[1 + pick / 10 %% 10]
            || (ARRAY['ba','ce','di','fe','gu','ka','le','mi','no','pu'])[1 + pick / 100 %% 10]
            || (ARRAY['ck','ld','mp','nt','rk'])[1 + pick / 1000 %% 5]
            || (ARRAY['a','e','o','u'])[1 + pick / 5000 %% 4],
            ' ')
        FROM (
            SELECT floor(%(words)s * random() ^ 3)::int AS pick
            FROM generate_series(1, %(length)s + number * 0)
        ) AS picks
    ) AS text
    FROM generate_series(1, %(items)s) AS number
), reports AS (
    SELECT id, town_id, row_number() OVER (ORDER BY month, id) AS place
    FROM reflections_report
), of_report AS (
    SELECT said.number, said.text, reports.id, leads.person_id
    FROM said
    JOIN reports ON reports.place = 1 + (said.number - 1)::bigint * %(reports)s / %(items)s
    JOIN towns_tenure AS leads
        ON leads.town_id = reports.town_id AND leads.role = 'project_lead'
)
INSERT INTO reflections_item (
    created_at, changed_at, key, kind, text, position, version, audience, sensitive, asks_data,
    open_findings, author_id, report_id
)
SELECT
    now(), now(), gen_random_uuid(),
    (ARRAY['connection', 'challenge', 'learning'])[1 + number %% 3],
    text
        || CASE WHEN number %% 5 = 0 THEN ' {common}' ELSE '' END
        || CASE WHEN number %% 49999 = 11 THEN ' {rare}' ELSE '' END,
    number %% 30, 1,
    (ARRAY['cohort', 'team', 'steering', 'town'])[1 + number %% 4],
    FALSE, number %% 40 = 3, 0, person_id, id
FROM of_report ORDER BY number
"""
_TAGS = """
INSERT INTO reflections_item_outcomes (item_id, outcome_id)
SELECT item.id, outcome.id
FROM reflections_item AS item
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM towns_outcome) AS outcome
    ON outcome.place = item.id %% (SELECT count(*) FROM towns_outcome)
"""


@dataclass(frozen=True)
class Library:
    """What was made: readers by their roles."""

    readers: Mapping[str, User]


def fill(*, items: int, towns: int, at: datetime) -> Library:
    """Everything, with the items' index made at once, as nobody writes a million one by one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute("SET LOCAL work_mem = '512MB'")
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
        readers = _readers(programme, made[0])
        leads = [readers[Role.PROJECT_LEAD], *_leads(made[1:])]
        _reports(made, leads, at=at)
        _others(at=at)
        cursor.execute("DROP INDEX reflections_item_words")
        words = {"common": COMMON, "rare": RARE}
        numbers = {"items": items, "words": WORDS, "length": LENGTH, "reports": towns * MONTHS}
        cursor.execute(_ITEMS.format(**words), numbers)
        cursor.execute(_TAGS, {})
        cursor.execute("CREATE INDEX reflections_item_words ON reflections_item USING gin (words)")
    return Library(readers)


def _account(name: str) -> User:
    person = Person.objects.create(name=f"Person {name}")
    return User.objects.create(email=f"{name}@example.org", person=person)


def _readers(programme: Programme, town: Town) -> dict[str, User]:
    """One of each role, in the first town where the role has one."""
    readers = {role: _account(role) for role in Role}
    for role, user in readers.items():
        place: dict[str, object] = {"town": town} if role in IN_TOWN else {"programme": programme}
        if role not in (*IN_TOWN, *IN_PROGRAMME):
            place = {"group": _group(role, programme, town)}
        Tenure.objects.create(person=user.person, role=role, starts_on=BEGINNING, **place)
    return {str(role): user for role, user in readers.items()}


def _group(role: str, programme: Programme, town: Town) -> Group:
    kind = Group.Kind(role)
    is_steering = kind == Group.Kind.STEERING
    return Group.objects.create(
        name=f"Group {role}",
        slug=f"group-{role}",
        kind=kind,
        programme=programme,
        town=town if is_steering else None,
        starts_on=BEGINNING,
    )


def _leads(towns: Sequence[Town]) -> list[User]:
    users = [_account(f"lead.{town.slug}") for town in towns]
    Tenure.objects.bulk_create(
        [
            Tenure(person=user.person, role=Role.PROJECT_LEAD, town=town, starts_on=BEGINNING)
            for town, user in zip(towns, users, strict=True)
        ]
    )
    return users


def _reports(towns: Sequence[Town], leads: Sequence[User], *, at: datetime) -> None:
    newest = at.date().replace(day=1)
    Report.objects.bulk_create(
        [
            Report(
                town=town,
                month=shift(newest, number - MONTHS),
                status=Report.Status.SUBMITTED,
                submitted_at=at,
                submitted_by=lead,
            )
            for number in range(MONTHS)
            for town, lead in zip(towns, leads, strict=True)
        ],
        batch_size=ROWS,
    )


def _others(*, at: datetime) -> None:
    """Sessions of the cohort and partners, with the common word in every fifth."""
    kind = SessionKind.objects.earliest("pk")
    CohortSession.objects.bulk_create(
        [
            CohortSession(
                slug=f"session-{one}",
                kind=kind,
                state=CohortSession.State.APPROXIMATE,
                precision=CohortSession.Precision.MONTH,
                on=shift(at.date().replace(day=1), -(one % MONTHS)),
                title=_topic(one),
            )
            for one in range(SESSIONS)
        ],
        batch_size=ROWS,
    )
    Organisation.objects.bulk_create(
        [
            Organisation(name=f"Partner {one} {COMMON if one % 5 == 0 else ''}", slug=f"p-{one}")
            for one in range(PARTNERS)
        ],
        batch_size=ROWS,
    )


def _topic(number: int) -> str:
    """The rare word stands in one, so that a misspelt one can be put right."""
    words = [COMMON] * (number % 5 == 0) + [RARE] * (number == 1)
    return " ".join(["Topic", str(number), *words])
