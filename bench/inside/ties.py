"""A map at scale: ties of many towns with the partners of the library, seen over four years."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from bench.inside.million import Library, fill
from people.models import Organisation, Sector
from sessions.models import CohortSession, Contribution

SEEN = 2  # items of reports that tell of each tie
MERGED = 40  # partners that are others by now

_TIES = """
INSERT INTO partners_tie (created_at, changed_at, town_id, organisation_id)
SELECT now(), now(), town.id, partner.id
FROM (
    SELECT DISTINCT number %% %(towns)s AS town, floor(%(partners)s * random() ^ 2)::int AS partner
    FROM generate_series(1, %(ties)s * 2) AS number
) AS picked
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM towns_town) AS town
    ON town.place = picked.town
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM people_organisation) AS partner
    ON partner.place = picked.partner
ORDER BY md5(picked.town || ' ' || picked.partner) LIMIT %(ties)s
"""
# Each item tells of a tie of its town; every tenth of another one as well.
_TOLD = """
WITH tie AS (
    SELECT id, town_id, row_number() OVER (PARTITION BY town_id ORDER BY id) - 1 AS place,
        count(*) OVER (PARTITION BY town_id) AS number
    FROM partners_tie
), item AS (
    SELECT item.id, report.town_id, report.month,
        row_number() OVER (PARTITION BY report.town_id ORDER BY item.id) - 1 AS place
    FROM reflections_item AS item JOIN reflections_report AS report ON report.id = item.report_id
), seen AS (
    SELECT item.id AS item, tie.id AS tie, gen_random_uuid() AS key,
        item.month + interval '1 month' - interval '1 day' AS day
    FROM item CROSS JOIN generate_series(0, 1) AS nth
    JOIN tie ON tie.town_id = item.town_id AND tie.place = (item.place + nth * 7) %% tie.number
    WHERE nth = 0 OR item.id %% 10 = 0
), told AS (
    INSERT INTO partners_tieobservation (key, source, "on", strength, tie_id, changed_at)
    SELECT key, 'connection', day, NULLIF(item %% 5, 0), tie, now() FROM seen
    RETURNING id, key
)
INSERT INTO reflections_itemobservation (item_id, observation_id)
SELECT seen.item, told.id FROM told JOIN seen USING (key)
"""
_OTHERS = """
INSERT INTO partners_tieobservation (key, source, "on", strength, tie_id, changed_at)
SELECT gen_random_uuid(), source, day, strength, id, now()
FROM (
    SELECT id, 'baseline' AS source, DATE '2023-01-31' AS day, 1 AS strength
    FROM partners_tie WHERE id %% 5 = 0
    UNION ALL
    SELECT id, 'still', %(today)s::date - (id %% 300)::int, 2 FROM partners_tie WHERE id %% 3 = 0
    UNION ALL
    SELECT id, 'over', %(today)s::date - (id %% 300)::int, NULL
    FROM partners_tie WHERE id %% 20 = 1 AND id %% 3 <> 0
) AS seen
"""


def fill_map(*, ties: int, towns: int, at: datetime) -> Library:
    """The library's towns, readers and reports, and among them so many ties."""
    library = fill(items=ties * SEEN, towns=towns, at=at)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT setseed(0.5)")
        partners = list(Organisation.objects.order_by("pk"))
        sectors = [*Sector.objects.order_by("pk"), None]
        for number, partner in enumerate(partners):
            partner.sector = sectors[number % len(sectors)]
        for old, new in zip(partners[-MERGED:], partners[1:], strict=False):
            old.merged_into, old.merged_on = new, at.date()
        fields = ["sector", "merged_into", "merged_on"]
        Organisation.objects.bulk_update(partners, fields, batch_size=1_000)
        cursor.execute(_TIES, {"ties": ties, "towns": towns, "partners": len(partners)})
        cursor.execute(_TOLD, {})
        cursor.execute(_OTHERS, {"today": at.date()})
        _bring_together(partners)
    return library


def _bring_together(partners: Sequence[Organisation]) -> None:
    """Two partners at each session."""
    sessions = CohortSession.objects.order_by("pk")
    Contribution.objects.bulk_create(
        [
            Contribution(session=session, organisation=partners[place % len(partners)])
            for number, session in enumerate(sessions)
            for place in (2 * number, 2 * number + 977)
        ],
        batch_size=1_000,
    )
