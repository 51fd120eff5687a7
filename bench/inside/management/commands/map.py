"""`map`: fills a map of so many ties, finds its pages, and takes it as a file; prints JSON."""

import json
import time
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import map as pages
from bench.inside.management.commands.scene import scene_of
from bench.inside.places import Place
from bench.inside.ties import fill_map
from bench.map import Taken
from front.actions.ties import export_ties
from front.queries.relationships import Wanted
from people.models import Sector, User
from towns.models import Outcome, Role, Town


class Command(BaseCommand):
    help = "Prepare a map of relationships to be measured: an empty database, filled first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ties", type=int)
        parser.add_argument("--towns", type=int, required=True)

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        settings.ALLOWED_HOSTS.append("testserver")
        readers = fill_map(ties=options["ties"], towns=options["towns"], at=timezone.now()).readers
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("RESET statement_timeout")
        lead, member = readers[Role.PROJECT_LEAD], readers[Role.PROGRAMME_TEAM]
        scene = scene_of(_places(lead, member))
        found = {"scene": asdict(scene), "taken": asdict(_taken(member))}
        self.stdout.write(json.dumps(found))


def _places(lead: User, member: User) -> list[Place]:
    everywhere = reverse("relationships:relationships")
    town = Town.objects.earliest("pk").slug
    outcome = f"outcome={Outcome.objects.earliest('pk').slug}"
    sector = f"sector={Sector.objects.earliest('pk').slug}"
    year_ago = f"since={timezone.localdate() - timedelta(days=365)}"
    pairs, sides = reverse("relationships:pairs"), reverse("relationships:before_after")
    month = f"month={(timezone.localdate().replace(day=1) - timedelta(days=1)):%Y-%m}"
    return [
        Place(pages.MAP, everywhere, lead),
        Place(pages.MAP_OF_TEAM, everywhere, member),
        Place(pages.LATER_PAGE, f"{everywhere}?after=partner+7", lead),
        Place(pages.OF_OUTCOME, f"{everywhere}?{outcome}", lead),
        Place(pages.OF_SECTOR, f"{everywhere}?{sector}", lead),
        Place(pages.OF_BOTH, f"{everywhere}?{outcome}&{sector}", lead),
        Place(pages.COMPARED, f"{everywhere}?{year_ago}", lead),
        Place(pages.OF_TOWN, reverse("towns:relationships", args=[town]), lead),
        Place(pages.PAIRS, f"{pairs}?{month}", lead),
        Place(pages.PAIRS_OF_SECTOR, f"{pairs}?{month}&{sector}", lead),
        Place(pages.BEFORE_AFTER, f"{sides}?{year_ago}", lead),
        Place(
            pages.BEFORE_AFTER_OF_TOWN,
            reverse("towns:relationships_before_after", args=[town]),
            lead,
        ),
    ]


def _taken(member: User) -> Taken:
    """The whole map as a file."""
    now, cpu, since = timezone.now(), time.process_time(), time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        table = export_ties(Wanted(on=timezone.localdate()), town=None, by=member, at=now)
    used, spent = time.process_time() - cpu, time.perf_counter() - since
    return Taken(table.count("\n") - 1, used, spent, len(captured))
