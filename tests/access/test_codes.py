"""A code, or the secret of an invitation, is read by nobody but the one to whom it is written."""

import re
import uuid

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from outbox.models import Letter
from people.actions.invitations import open_invitation
from people.actions.letters import write_to_account
from tests import make
from tests.access.test_urls import ours
from tests.access.world import World, build

pytestmark = pytest.mark.django_db

CODE = "BCDF-GHJK"


def _secrets(world: World) -> list[str]:
    """Two letters that wait, each with a secret in it."""
    lead, at = world.readers["lead"], timezone.now()
    assert lead
    write_to_account("account/email/login_code", to=lead.email, user=lead, at=at, code=CODE)
    open_invitation(make.person(), email=f"{uuid.uuid4()}@example.org", by=None, at=at)
    found = re.search(r"/invitation/([\w-]+)/", Letter.objects.latest("pk").text)
    assert found
    return [CODE, found.group(1)]


def _paths(world: World) -> list[str]:
    """Every page; those of letters with the keys of the two, support's with their numbers."""
    paths = []
    for name, route in ours().items():
        parts = re.findall(r"<(?:\w+:)?(\w+)>", route)
        if "letter" not in name:
            paths.append(reverse(name, kwargs=world.values_of(name, route)))
            continue
        for letter in Letter.objects.all():
            for value in (letter.key, letter.pk):
                try:
                    paths.append(reverse(name, kwargs=dict.fromkeys(parts, value)))
                except NoReverseMatch:
                    continue
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        paths.append(reverse(f"{name}_changelist"))
        rows = model._default_manager.values_list("pk", flat=True)[:20]
        paths += [reverse(f"{name}_change", args=[row]) for row in rows]
    return paths


@pytest.mark.parametrize("reader", ["team", "administrator"])
def test_no_page_of_the_office_or_of_support_shows_a_secret(reader: str) -> None:
    world = build()
    secrets = _secrets(world)
    client, walked, telling = world.client(reader), 0, []

    for path in _paths(world):
        answer = client.get(path)
        body = answer.getvalue().decode(errors="replace")
        walked += answer.status_code == 200
        if any(secret in body for secret in secrets):
            telling.append(path)

    assert walked > 30
    assert telling == []
