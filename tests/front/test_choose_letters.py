"""Who is signed in chooses on their own account page which letters they get."""

import pytest
from django.test import Client
from django.urls import reverse

from outbox.models import Preference
from tests import make
from tests.front.pages import words

pytestmark = pytest.mark.django_db

LETTERS = reverse("front:account_letters")


def test_a_choice_is_kept_for_oneself_and_told_on_the_account_page(client: Client) -> None:
    lead, other = make.lead(), make.lead()
    client.force_login(lead.user)

    answer = client.post(LETTERS, {"choice": "owed"}, follow=True)

    assert "Your choice is kept." in words(answer)
    assert "Only what I owe." in words(client.get(reverse("front:account")))
    assert [(one.person, one.choice) for one in Preference.objects.all()] == [
        (lead.person.pk, "owed")
    ]
    assert not Preference.objects.filter(person=other.person.pk).exists()


def test_who_never_chose_gets_all_and_looking_keeps_nothing(client: Client) -> None:
    client.force_login(make.lead().user)

    page = words(client.get(LETTERS))

    assert 'value="all"' in page
    assert "csrfmiddlewaretoken" in page
    assert not Preference.objects.exists()


def test_no_choice_keeps_nothing_and_asks_again(client: Client) -> None:
    client.force_login(make.lead().user)

    answers = [client.post(LETTERS, sent) for sent in ({}, {"choice": "none"})]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert all("Which letters do you want?" in words(answer) for answer in answers)
    assert not Preference.objects.exists()


def test_another_site_cannot_choose_for_somebody() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.lead().user)

    assert client.post(LETTERS, {"choice": "duty"}).status_code == 403
    assert not Preference.objects.exists()
