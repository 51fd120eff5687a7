"""What tests read out of letters, and how they sign somebody in by one."""

import re

from django.core import mail
from django.test import Client

ASK = "/account/login/"
TYPE = "/account/login/code/"


def code_for(address: str) -> str:
    """The code of the newest letter to this address."""
    letters = [letter for letter in mail.outbox if letter.to == [address]]
    assert letters, f"no letter to {address}"
    found = re.search(r"^[B-Z]{4}-[B-Z]{4}$", str(letters[-1].body), re.MULTILINE)
    assert found, letters[-1].body
    return found.group()


def sign_in(client: Client, address: str, **fields: str) -> str:
    """Ask for a code, type it, and tell where that leads."""
    client.post(ASK, {"email": address})
    answer = client.post(TYPE, {"code": code_for(address), **fields})
    assert answer.status_code == 302
    return answer["Location"]


def is_signed_in(client: Client) -> bool:
    """Whether the portal itself takes this browser for somebody."""
    return client.get("/account/").status_code == 200
