"""Words that the letters about posts share."""

from datetime import date, datetime, time

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from kit.links import link_to
from outbox.kinds import Part
from towns.models import Role, Tenure
from towns.queries.packs import has_pack

LONGEST_SUBJECT = 100

_OF_THE_PROGRAMME = {
    Role.PROGRAMME_TEAM: "a member of the Programme Team",
    Role.EVALUATOR: "the programme\u2019s Evaluator",
    Role.ADMINISTRATOR: "an Administrator of the portal",
}
_IN_A_GROUP = {
    Tenure.Capacity.MEMBER: "a member of",
    Tenure.Capacity.CHAIR: "the chair of",
    Tenure.Capacity.DEPUTY: "a deputy in",
}


def post_said(tenure: Tenure) -> str:
    """As it ends the sentence "You are …": "Project Lead in Ayr". Needs the place loaded."""
    if tenure.group:
        return f"{_IN_A_GROUP[Tenure.Capacity(tenure.capacity)]} {tenure.group.name}"
    if tenure.town:
        label = Role(tenure.role).label
        return f"{'cover for the ' if tenure.covering else ''}{label} in {tenure.town.name}"
    return _OF_THE_PROGRAMME[Role(tenure.role)]


def part(
    template: str, *, subject: str, tenure: Tenure, reason: str = "", **context: object
) -> Part:
    """What a letter says of one post to its holder. Needs person and place loaded.

    `reason` is given where it is not that they hold the post.
    """
    known = {
        "tenure": tenure,
        "role": tenure.role,
        "town": tenure.town,
        "group": tenure.group,
        "post": post_said(tenure),
        "home_url": link_to("/"),
        "pack_url": pack_url_of(tenure),
        "jots_url": link_to(reverse("reflections:jots")),
        "contact": settings.CONTACT_EMAIL,
    }
    text = render_to_string(f"towns/mail/{template}.txt", known | context).strip()
    because = reason or f"you are {post_said(tenure)}"
    return Part(Truncator(subject).chars(LONGEST_SUBJECT), text, because)


def pack_url_of(tenure: Tenure) -> str:
    """Where what is handed over with a post stands; empty for posts without a pack.

    Needs the town loaded.
    """
    if tenure.town is None or not has_pack(tenure):
        return ""
    return link_to(reverse("towns:handover", args=[tenure.town.slug, tenure.key]))


def beginning_of(day: date) -> datetime:
    """The moment at which a day begins where the programme is."""
    return datetime.combine(day, time(0), timezone.get_default_timezone())
