"""The lines of a session's register, page by page, and how many are what: one statement."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from kit.prepared import PreparedText
from sessions.models import CohortSession
from sessions.queries.expected import BY_NAME, invitations_standing, posts_held

ALSO = "Not on the list"


class Row(NamedTuple):
    """One person of a register. `version` 0: nobody has recorded anything of them.

    `promised` is who is to come in their place, as they answered, and `deputy` who came.
    """

    key: UUID
    name: str
    person: int | None
    organisation: int | None
    works_for: str
    place: str
    state: str
    version: int
    deputy: str
    promised: str
    in_place_of: str


class Counted(NamedTuple):
    """How many are what in a whole register; `is_begun` once anybody has a state."""

    present: int = 0
    apologies: int = 0
    absent: int = 0
    open: int = 0
    is_begun: bool = False


@dataclass(frozen=True)
class Choice:
    """Which lines: those behind one of them, those that a word finds, or some by their keys."""

    after: UUID | None = None
    word: str = ""
    keys: Collection[UUID] | None = None
    most: int | None = None


ALL = Choice()


def lines_of(session: CohortSession, choice: Choice = ALL) -> tuple[list[Row], Counted]:
    """By town, group and post, then by name; whoever is not expected comes last, as written down.

    Nobody is expected as long as there is no day. The numbers are of the whole register.
    """
    found = _LINES(
        session=session.pk,
        on=session.on,
        begins_at=session.begins_at,
        by_name=BY_NAME,
        also=ALSO,
        after=choice.after,
        word=_plain(choice.word),
        keys=None if choice.keys is None else list(choice.keys),
        most=choice.most,
    )
    numbers = len(Counted._fields)
    rows = [Row(*one[numbers:]) for one in found if one[numbers] is not None]
    return rows, Counted(*found[0][:numbers])


def _plain(word: str) -> str:
    """Small letters without accents, as the statement compares them."""
    letters = unicodedata.normalize("NFD", word.lower())
    return "".join(one for one in letters if not unicodedata.combining(one))


_TEXT = """
first_held AS (
    SELECT DISTINCT ON (person_id) person_id, works_for, rank, place
    FROM held
    ORDER BY person_id, rank, place, id
),
expected AS (
    SELECT person_id, works_for, rank, place FROM first_held
    UNION ALL
    SELECT person_id, works_for, 3, %(by_name)s
    FROM standing
    WHERE person_id NOT IN (SELECT person_id FROM first_held) AND %(on)s::date IS NOT NULL
),
recorded AS (
    SELECT * FROM cohort_sessions_attendance WHERE session_id = %(session)s
),
lines AS (
    SELECT
        person.key,
        person.name,
        person.id AS person_id,
        CASE WHEN line.id IS NULL THEN expected.works_for ELSE line.organisation_id END
            AS works_for,
        expected.rank,
        expected.place,
        lower(normalize(person.name, NFD)) AS sorting,
        person.id AS number,
        coalesce(line.state, apology.reply, '') AS state,
        coalesce(line.version, 0) AS version,
        coalesce(came.name, '') AS deputy,
        coalesce(apology.deputy, '') AS promised,
        '' AS in_place_of
    FROM expected
    JOIN people_person AS person ON person.id = expected.person_id
    LEFT JOIN recorded AS line ON line.person_id = person.id
    LEFT JOIN recorded AS came ON came.deputy_for_id = person.id AND came.state = 'present'
    LEFT JOIN standing AS apology
        ON apology.person_id = person.id
        AND apology.reply = 'apology'
        AND apology.reply_to = %(begins_at)s
    UNION ALL
    SELECT
        coalesce(person.key, line.key),
        coalesce(person.name, line.name),
        person.id,
        line.organisation_id,
        4,
        %(also)s,
        '',
        line.id,
        line.state,
        line.version,
        '',
        '',
        coalesce(away.name, '')
    FROM recorded AS line
    LEFT JOIN people_person AS person ON person.id = line.person_id
    LEFT JOIN people_person AS away ON away.id = line.deputy_for_id
    WHERE NOT EXISTS (SELECT FROM expected WHERE expected.person_id = line.person_id)
),
counted AS (
    SELECT
        count(*) FILTER (WHERE state = 'present'),
        count(*) FILTER (WHERE state = 'apology'),
        count(*) FILTER (WHERE state = 'absent'),
        count(*) FILTER (WHERE state = '' AND person_id IS NOT NULL),
        coalesce(bool_or(version > 0 AND state <> ''), false)
    FROM lines
),
start AS (
    SELECT rank, place, sorting, number FROM lines WHERE key = %(after)s
),
page AS (
    SELECT lines.*, coalesce(organisation.name, '') AS organisation
    FROM lines
    LEFT JOIN people_organisation AS organisation ON organisation.id = lines.works_for
    WHERE (%(keys)s::uuid[] IS NULL OR key = ANY (%(keys)s))
    AND (
        NOT EXISTS (SELECT FROM start)
        OR (rank, place, sorting, number) > (SELECT rank, place, sorting, number FROM start)
    )
    AND (
        %(word)s = ''
        OR strpos(
            regexp_replace(
                lower(normalize(concat_ws(' ', lines.name, place, organisation.name), NFD)),
                '[\u0300-\u036f]', '', 'g'
            ),
            %(word)s
        ) > 0
    )
    ORDER BY rank, place, sorting, number
    LIMIT %(most)s
)
SELECT
    counted.*,
    key, name, person_id, works_for, organisation, place, state, version, deputy, promised,
    in_place_of
FROM counted LEFT JOIN page ON true
ORDER BY rank, place, sorting, number"""
_LINES = PreparedText(_TEXT, held=posts_held, standing=invitations_standing)
