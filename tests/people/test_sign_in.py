"""Signing in by a code that comes by e-mail."""

import pytest
from django.core import mail
from django.test import Client

from tests import make
from tests.people.letters import code_for

pytestmark = pytest.mark.django_db

ASK = "/account/login/"
TYPE = "/account/login/code/"


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_known_person_signs_in_with_the_code_from_the_letter(client: Client) -> None:
    user = make.lead().user

    asked = client.post(ASK, {"email": user.email})
    typed = client.post(TYPE, {"code": code_for(user.email)})

    assert (asked.status_code, asked["Location"]) == (302, TYPE)
    assert (typed.status_code, typed["Location"]) == (302, "/")
    assert is_signed_in(client)
