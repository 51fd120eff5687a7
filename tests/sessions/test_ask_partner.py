"""From a letter to an answer: a lead asks as they reply, the partner answers, the lead reads it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sessions.actions.partner_links import make_link
from sessions.models import BasketQuestion
from sessions.queries.replies import time_said
from sessions.times import When
from tests import make
from tests.sessions.posting import AT, Precision, add
from tests.wire import arrived, text_of

pytestmark = pytest.mark.django_db

BENCHES = "Who pays for the benches?"
ANSWER = "The council, from April on."


def test_a_question_from_a_letter_is_answered_by_the_partner_and_read_by_the_lead() -> None:
    team, lead = make.team_member(), make.lead(make.town("Ayr"), name="Isla Boyd")
    day = timezone.localdate() + timedelta(days=5)  # five working days or fewer
    at = datetime.combine(timezone.localdate(), AT.time(), UTC)
    session = add(When(Precision.DAY, day, AT.time(), 60), by=team.user, at=at)
    contribution = make.contribution(to=session, by=make.organisation("Paths for All"))
    [letter] = arrived(at + timedelta(days=4))
    found = re.search(r"http://localhost:8000(/sessions/reply/[^\s?]+)", text_of(letter))
    assert found is not None

    typed = {"reply": "going", "question": BENCHES, "to": time_said(session)}
    for _ in range(2):
        kept = Client().post(found.group(1), typed, follow=True).content.decode()
    question = BasketQuestion.objects.get()
    _, token = make_link(contribution, "Moira Reid", by=team.user, at=timezone.now())
    page = Client().get(f"/partner/{token}/").content.decode()
    sent = {"answer": ANSWER, "seen_at": question.changed_at.isoformat()}
    Client().post(f"/partner/{token}/questions/{question.key}/", sent)
    client = Client()
    client.force_login(lead.user)
    read = client.get(f"/sessions/{session.slug}/").content.decode()

    assert "In the basket from you" in kept
    assert BENCHES in page
    assert "Ayr" in page
    assert "Isla Boyd" not in page
    assert ANSWER in read
    assert "Paths for All:" in read
