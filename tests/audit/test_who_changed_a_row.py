"""The history of a row tells who changed it."""

import uuid

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


def test_a_rows_history_names_the_account_whose_request_changed_it(client: Client) -> None:
    lead = make.lead()
    client.force_login(lead.user)

    client.post(reverse("reflections:jots"), {"text": "Noticed.", "key": str(uuid.uuid4())})

    history = apps.get_model("reflections", "JotEvent")
    rows = history.objects.select_related("pgh_context")
    assert [row.pgh_context.metadata.get("user") for row in rows] == [lead.user.pk]
