"""What tests read out of letters, and how they sign somebody in by one."""

import re

from django.test import Client

from outbox.models import Letter

ASK = "/account/login/"
TYPE = "/account/login/code/"


def letters_to(address: str) -> list[Letter]:
    """The letters promised to this address, oldest first."""
    return list(Letter.objects.filter(to=address).order_by("pk"))


def code_for(address: str) -> str:
    """The code of the newest letter to this address, which has not left yet."""
    letters = letters_to(address)
    assert letters, f"no letter to {address}"
    found = re.search(r"^    ([B-Z]{4}-[B-Z]{4})$", letters[-1].text, re.MULTILINE)
    assert found, letters[-1].text
    return found.group(1)


def sign_in(client: Client, address: str, **fields: str) -> str:
    """Ask for a code, type it, and tell where that leads."""
    client.post(ASK, {"email": address})
    answer = client.post(TYPE, {"code": code_for(address), **fields})
    assert answer.status_code == 302
    return answer["Location"]


def is_signed_in(client: Client) -> bool:
    """Whether the portal itself takes this browser for somebody."""
    return client.get("/account/").status_code == 200
