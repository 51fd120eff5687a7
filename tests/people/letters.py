"""What tests read out of letters."""

import re

from django.core import mail


def code_for(address: str) -> str:
    """The code of the newest letter to this address."""
    letters = [letter for letter in mail.outbox if letter.to == [address]]
    assert letters, f"no letter to {address}"
    found = re.search(r"^[B-Z]{4}-[B-Z]{4}$", str(letters[-1].body), re.MULTILINE)
    assert found, letters[-1].body
    return found.group()
