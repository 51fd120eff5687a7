"""A GET where a POST belongs."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


def test_a_visit_to_an_address_for_forms_is_answered_by_a_page(client: Client) -> None:
    office = make.second_step(make.team_member())
    client.force_login(office.user)

    answer = client.get(reverse("front:office_withdraw", args=[office.person.key]))

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Nothing to see at this address" in answer.content.decode()
