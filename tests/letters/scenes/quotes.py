"""Consents to quotes of Ayr, which end soon or are taken back."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from evidence.actions.consents import withdraw_by_link
from evidence.models import Consent
from outbox.actions.planning import plan
from tests import make
from tests.letters.post import Scene, account, scene
from tests.letters.world import AT, TODAY
from towns.models import Town

LEAD = "lead.ayr@example.org"


def _agreed(days: int) -> Consent:
    """Until so many days from now."""
    lead = account("lead.ayr")
    quote = make.quote(about=Town.objects.get(slug="ayr"), by=lead)
    until = TODAY + timedelta(days=days)
    consent, _ = make.consent(to=quote, by=lead, at=AT, until=until)
    return consent


def _ending() -> tuple[str, datetime]:
    _agreed(20)
    plan(at=AT)
    return LEAD, AT


def _withdrawn() -> tuple[str, datetime]:
    withdraw_by_link(_agreed(700), at=AT)
    return LEAD, AT


SCENES: Mapping[str, Scene] = {
    "consent-ends": scene("evidence/consent_ends", _ending),
    "consent-withdrawn": scene("evidence/consent_withdrawn", _withdrawn),
}
