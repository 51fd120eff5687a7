"""The support pages: administrators in post look, nobody writes, and no text of anybody shows."""

from collections.abc import Callable
from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import get_finders
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from digests.models import Digest, Edition, Passage, Section
from tests import make
from tests.digests.quarters import drafted, published

pytestmark = pytest.mark.django_db
MARKER = "Marker nobody may read here"


def administrator(client: Client) -> None:
    client.force_login(make.second_step(make.administrator()).user)


def lists() -> list[str]:
    return [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]


@pytest.mark.parametrize("maker", [make.team_member, make.lead, make.steering_member])
def test_others_are_told_that_it_does_not_exist(
    client: Client, maker: Callable[[], make.Holder]
) -> None:
    holder = make.second_step(maker())
    holder.user.is_staff = holder.user.is_superuser = True
    holder.user.save()
    client.force_login(holder.user)

    answers = {client.get(address).status_code for address in [reverse("admin:index"), *lists()]}

    assert answers == {404}


@pytest.mark.parametrize(
    ("maker", "is_led_there"),
    [
        (make.administrator, True),
        (make.team_member, False),
        (make.lead, False),
        (make.steering_member, False),
    ],
)
@pytest.mark.parametrize("path", ["/", "/account/"])
def test_only_those_who_may_open_it_are_led_there(
    client: Client, maker: Callable[[], make.Holder], path: str, *, is_led_there: bool
) -> None:
    client.force_login(make.second_step(maker()).user)

    page = client.get(path).content.decode()

    assert (f'href="{reverse("admin:index")}"' in page) == is_led_there


def test_an_administrator_whose_post_ended_is_out(client: Client) -> None:
    client.force_login(make.administrator(until=date(2025, 6, 1)).user)

    assert client.get(reverse("admin:index")).status_code == 404


def test_an_administrator_opens_every_list(client: Client) -> None:
    lead = make.lead()
    report = make.submitted_report(about=lead.town, by=lead.user)
    make.item(of=report, text=MARKER)
    make.jot(by=lead, text=MARKER)
    make.letter(lead.person, at=timezone.now(), text=MARKER, subject=MARKER, footer=MARKER)
    administrator(client)

    pages = [client.get(address) for address in lists()]

    assert {page.status_code for page in pages} == {200}
    assert not any(MARKER in page.content.decode() for page in pages)


def test_texts_do_not_show_on_a_rows_own_page(client: Client) -> None:
    lead = make.lead()
    report = make.submitted_report(about=lead.town, by=lead.user)
    words = {"text": MARKER, "subject": MARKER, "footer": MARKER, "html": MARKER}
    rows = [
        make.item(of=report, text=MARKER),
        make.jot(by=lead, text=MARKER),
        make.letter(lead.person, at=timezone.now(), **words),
    ]
    administrator(client)

    pages = [
        client.get(
            reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])
        )
        for row in rows
    ]

    assert {page.status_code for page in pages} == {200}
    assert not any(MARKER in page.content.decode() for page in pages)


def test_no_word_of_a_digest_shows(client: Client) -> None:
    quarter = published(drafted(MARKER))
    Digest.objects.update(opening=MARKER)
    Section.objects.update(progress=MARKER)
    edition = Edition.objects.get()
    rows = [
        quarter.digest,
        *Section.objects.all(),
        *Passage.objects.all(),
        edition,
        *edition.parts.all(),
        *edition.tellings.all(),
    ]
    administrator(client)

    names = {row._meta.label_lower.replace(".", "_") for row in rows}
    pages = [client.get(reverse(f"admin:{name}_changelist")) for name in sorted(names)] + [
        client.get(
            reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])
        )
        for row in rows
    ]

    assert MARKER in str(edition.parts.get(town=quarter.town).content)
    assert {page.status_code for page in pages} == {200}
    assert not any(MARKER in page.content.decode() for page in pages)


def test_no_list_tells_whether_a_hidden_text_holds_a_word(client: Client) -> None:
    lead = make.lead()
    make.item(of=make.submitted_report(about=lead.town, by=lead.user), text=MARKER)
    make.letter(lead.person, at=timezone.now(), text=MARKER)
    administrator(client)

    answers = [
        client.get(reverse(f"admin:{name}_changelist"), {asked: MARKER}).status_code
        for name in ("reflections_item", "outbox_letter")
        for asked in ("text", "text__startswith", "text__regex")
    ]
    offered = client.get(reverse("admin:outbox_letter_changelist"), {"state__exact": "ready"})

    assert set(answers) == {400}
    assert offered.status_code == 200


def test_nothing_can_be_added_changed_or_deleted(client: Client) -> None:
    person = make.person("Isla Fraser")
    administrator(client)

    answers = {
        client.post(reverse("admin:people_person_add"), {"name": "X"}).status_code,
        client.post(
            reverse("admin:people_person_change", args=[person.pk]), {"name": "X"}
        ).status_code,
        client.post(
            reverse("admin:people_person_delete", args=[person.pk]), {"post": "yes"}
        ).status_code,
    }

    person.refresh_from_db()
    assert answers == {403}
    assert person.name == "Isla Fraser"


def test_there_is_no_second_sign_in_form(client: Client) -> None:
    assert client.get(reverse("admin:login")).status_code in {302, 404}


def test_lists_of_other_packages_stay_out() -> None:
    rooms = {model._meta.app_label for model in admin.site._registry}

    assert rooms == {
        "audit",
        "outbox",
        "people",
        "towns",
        "reflections",
        "cohort_sessions",
        "digests",
        "evidence",
    }


def test_the_style_sheets_of_the_support_pages_are_served() -> None:
    config = apps.get_app_config("staticfiles")
    assert isinstance(config, StaticFilesConfig)

    served = {path for finder in get_finders() for path, _ in finder.list(config.ignore_patterns)}

    assert "admin/css/base.css" in served
    assert "css/base.css" not in served
