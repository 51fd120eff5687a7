"""The ledger of a quote says in which digests it stood, and who got those."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from digests.actions.redacting import redact_taken_back
from digests.models import Edition
from digests.notices import EDITION
from evidence.actions.consents import withdraw_consent
from evidence.models import Quote
from evidence.uses import uses_of
from outbox.models import Notice
from tests import make
from tests.digests.quarters import AT, Quarter, drafted, published

pytestmark = pytest.mark.django_db


def quoting() -> tuple[Quarter, Quote]:
    quarter = drafted()
    quote = make.quote(about=quarter.town, by=quarter.lead.user)
    make.consent(to=quote, by=quarter.lead.user, at=AT)
    section = quarter.digest.sections.get(town=quarter.town)
    section.passages.create(sort="quote", quote=quote, text=quote.text, position=9, depth="brief")
    return quarter, quote


def told(to: make.Holder) -> None:
    digest = Edition.objects.get().digest
    Notice.objects.create(
        kind=EDITION,
        person=to.person.pk,
        about=f"digests.digest:{digest.pk}",
        occasion="edition 1",
        promised_at=AT,
        not_before=AT,
        state=Notice.State.TOLD,
        settled_at=AT,
        letter=make.letter(at=AT),
    )


def test_a_draft_is_no_use() -> None:
    _, quote = quoting()

    assert uses_of(quote) == []


def test_a_use_says_which_digest_and_how_many_got_it() -> None:
    quarter, quote = quoting()
    published(quarter)
    told(make.steering_member(quarter.town))

    (use,) = uses_of(quote)

    assert use.words == (
        "The digest of July to September 2026, published on Monday 12 October 2026: "
        "1 person got it by letter."
    )


def test_words_taken_out_are_a_use_still() -> None:
    quarter, quote = quoting()
    published(quarter)
    withdraw_consent(quote, by=quarter.lead.user, at=timezone.now())
    redact_taken_back(at=timezone.now())

    (use,) = uses_of(quote)

    assert "0 people got it by letter. The words were taken out on" in use.words


def test_the_quote_s_page_leads_the_team_to_who_received_it(client: Client) -> None:
    quarter, quote = quoting()
    published(quarter)
    member = make.steering_member(quarter.town, name="Morag Bain")
    told(member)
    client.force_login(make.second_step(quarter.team).user)

    page = client.get(reverse("evidence:quote", args=[quarter.town.slug, quote.key]))
    readers = client.get(reverse("digests:readers", args=[quarter.digest.quarter]))

    assert reverse("digests:readers", args=[quarter.digest.quarter]) in page.content.decode()
    assert "Morag Bain" in readers.content.decode()


def test_a_lead_sees_where_it_was_used_but_not_by_whom_it_was_read(client: Client) -> None:
    quarter, quote = quoting()
    published(quarter)
    client.force_login(quarter.lead.user)

    page = client.get(reverse("evidence:quote", args=[quarter.town.slug, quote.key]))

    assert "The digest of July to September 2026" in page.content.decode()
    assert reverse("digests:readers", args=[quarter.digest.quarter]) not in page.content.decode()
