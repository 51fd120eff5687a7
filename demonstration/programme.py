"""Fills an empty database with the demonstration's towns, people, posts and organisations."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.text import slugify

from demonstration.days import day_of
from people.models import Organisation, OrganisationName, Person, User
from towns.models import (
    Absence,
    Council,
    Group,
    Programme,
    Role,
    Seat,
    Stage,
    Tenure,
    Town,
    TownStatus,
)

TEXTS = Path(__file__).parent / "texts"

type Row = Mapping[str, Any]


def read_texts(name: str) -> dict[str, Any]:
    """One file of the demonstration's texts."""
    return tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8"))


class ProgrammeFiller:
    """Makes the programme's rows once, as they would stand on `today`."""

    def __init__(self, *, today: date) -> None:
        self.today = today
        self.facts = read_texts("programme")
        self.texts_of: dict[str, str] = {}  # town slug → the file of its reflections
        self.people: dict[str, Person] = {}
        self.organisations: dict[str, Organisation] = {}

    @transaction.atomic
    def fill(self, *, towns: int = 0) -> Programme:
        """Everything but the reflections; with towns repeated up to a number, to measure with."""
        facts = self.facts
        programme = Programme.objects.create(
            name=facts["name"], slug=facts["slug"], starts_on=self.day(facts["since"])
        )
        for stage in facts["stage"]:
            Stage.objects.create(programme=programme, name=stage["name"], **self.period(stage))
        for row in facts["organisation"]:
            self.fill_organisation(row)
        for post in facts["post"]:
            self.fill_post(post, programme=programme)
        for town in facts["town"]:
            self.fill_town(town, programme)
        for number in range(len(facts["town"]) + 1, towns + 1):
            self.fill_town(_again(facts["town"][number % len(facts["town"])], number), programme)
        return programme

    def day(self, text: str) -> date:
        """A day that must be there."""
        found = day_of(text, today=self.today)
        if found is None:
            raise ValueError(text)
        return found

    def period(self, row: Row) -> dict[str, date | None]:
        """The `since` and `until` of a row as fields."""
        return {
            "starts_on": self.day(row["since"]),
            "ends_on": day_of(row.get("until", ""), today=self.today),
        }

    def organisation(self, name: str) -> Organisation:
        """The organisation of that name, made if it is new."""
        if name not in self.organisations:
            self.organisations[name] = Organisation.objects.create(name=name, slug=slugify(name))
        return self.organisations[name]

    def fill_organisation(self, row: Row) -> None:
        """One organisation with its parent, former name and alias."""
        made = self.organisation(row["name"])
        made.kind = row.get("kind", Organisation.Kind.BODY)
        made.parent = self.organisation(row["parent"]) if "parent" in row else None
        made.save()
        if "alias" in row:
            OrganisationName.objects.create(organisation=made, name=row["alias"], is_alias=True)
        if "formerly" in row:
            OrganisationName.objects.create(
                organisation=made,
                name=row["formerly"],
                until_on=self.day(row["formerly_until"]),
            )

    def person(self, name: str, *, organisation: str = "", email: str = "") -> Person:
        """The person of that name, made if new; with an account at `email`, if one is given."""
        if name not in self.people:
            body = self.organisation(organisation) if organisation else None
            self.people[name] = Person.objects.create(name=name, organisation=body)
        if email and not hasattr(self.people[name], "user"):
            user = User.objects.create_user(email, person=self.people[name])
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return self.people[name]

    def fill_post(self, row: Row, **place: Programme | Town) -> Tenure:
        """One person's tenure of a post that comes with an account."""
        email = row.get("email") or f"{slugify(row['person']).replace('-', '.')}@example.org"
        held_before = self.people.get(row["person"])
        person = held_before or self.person(
            row["person"], organisation=row.get("organisation", ""), email=email
        )
        return Tenure.objects.create(
            person=person,
            role=row["role"],
            covering=row.get("covering", False),
            handover_until=day_of(row.get("handover_until", ""), today=self.today),
            **place,
            **self.period(row),
        )

    def fill_town(self, row: Row, programme: Programme) -> None:
        """One town with its council, periods, posts, absences and steering group."""
        council, _ = Council.objects.get_or_create(
            name=row["council"], defaults={"slug": slugify(row["council"])}
        )
        self.organisation(row["council"])
        self.organisation(row["health_board"])
        town = Town.objects.create(
            name=row["name"],
            slug=row["slug"],
            programme=programme,
            council=council,
            health_board=row["health_board"],
        )
        self.texts_of[town.slug] = row.get("texts", town.slug)
        for status, since, until in row["periods"]:
            TownStatus.objects.create(
                town=town, status=status, **self.period({"since": since, "until": until})
            )
        for post in row["post"]:
            self.fill_post({"organisation": row["council"], **post}, town=town)
        for absence in row.get("absence", []):
            self.fill_absence(absence, town)
        self.fill_steering_group(row, town)

    def fill_absence(self, row: Row, town: Town) -> None:
        """Days on which the town's lead is away, and who stands in."""
        leads = town.tenures.filter(role=Role.PROJECT_LEAD)
        cover = leads.filter(person__name=row["cover"]).get() if "cover" in row else None
        Absence.objects.create(
            tenure=leads.get(person__name=row["person"]), cover=cover, **self.period(row)
        )

    def fill_steering_group(self, row: Row, town: Town) -> None:
        """The town's Steering Group, its organisations' seats and who sits on them."""
        facts = row["steering"]
        group = Group.objects.create(
            name=f"{town.name} Steering Group",
            slug=f"{town.slug}-steering-group",
            kind=Group.Kind.STEERING,
            programme=town.programme,
            town=town,
            starts_on=self.day(facts["since"]),
        )
        seats = {
            name: Seat.objects.create(
                group=group, organisation=self.organisation(name), starts_on=group.starts_on
            )
            for name in facts["seats"]
        }
        for member in row["member"]:
            Tenure.objects.create(
                person=self.person(
                    member["person"],
                    organisation=member["seat"],
                    email=member.get("email", ""),
                ),
                role=Role.STEERING,
                group=group,
                seat=seats[member["seat"]],
                capacity=member.get("capacity", Tenure.Capacity.MEMBER),
                **self.period({"since": facts["since"], **member}),
            )


def _again(town: Row, number: int) -> Row:
    """The same town once more under a number, with people of its own."""

    def renamed(row: Row) -> Row:
        names = {key: f"{row[key]} {number}" for key in ("person", "cover") if key in row}
        return {key: value for key, value in row.items() if key != "email"} | names

    return {
        **town,
        "name": f"{town['name']} {number}",
        "slug": f"{town['slug']}-{number}",
        "texts": town["slug"],
        "post": [renamed(row) for row in town["post"]],
        "absence": [renamed(row) for row in town.get("absence", [])],
        "member": [renamed(row) for row in town["member"]],
    }
