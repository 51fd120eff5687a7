"""Nothing that was typed is lost: two windows, a late save, an ended session, a script's saving."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from reflections.models import Item, Jot, Report
from tests import make
from tests.reflections.writing import changed, typed

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


def test_two_windows_meet_on_a_page_that_shows_both_texts(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="First")
    client.force_login(lead.user)
    first, second = changed(item, "From one window"), changed(item, "From the other")
    client.post(report.get_absolute_url(), first)

    answer = client.post(report.get_absolute_url(), second)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "From one window" in page
    assert "From the other" in page
    assert "by you, in another window" in page
    item.refresh_from_db()
    assert item.text == "From one window"


@pytest.mark.parametrize(
    ("choice", "text"),
    [("mine", "Mine"), ("saved", "Theirs"), ("both", "Mine and theirs")],
)
def test_the_conflict_page_keeps_what_was_chosen(client: Client, choice: str, text: str) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    outcome = make.outcome()
    item = make.item(of=report, text="First")
    client.force_login(lead.user)
    mine = changed(item, "Mine", outcomes=[outcome.slug])
    client.post(report.get_absolute_url(), changed(item, "Theirs"))
    page = client.post(report.get_absolute_url(), mine).content.decode()
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    sent = {name: value for name, value in fields if name != "csrfmiddlewaretoken"}

    key = item.key
    made = "Mine and theirs" if choice == "both" else "Mine"
    texts = {f"{key}-mine": "Mine", f"{key}-shown": "Mine", f"{key}-both": made}
    client.post(report.get_absolute_url(), sent | texts | {f"{key}-choice": choice})

    item.refresh_from_db()
    assert item.text == text
    assert list(item.outcomes.all()) == ([] if choice == "saved" else [outcome])


def in_conflict(client: Client) -> tuple[Report, Item, dict[str, str]]:
    """A report with an item that two windows changed, and the page of two texts as it is sent."""
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="First")
    client.force_login(lead.user)
    mine = changed(item, "Mine")
    client.post(report.get_absolute_url(), changed(item, "Theirs"))
    page = client.post(report.get_absolute_url(), mine).content.decode()
    assert " checked" not in page
    return report, item, fields_on(page)


def fields_on(page: str) -> dict[str, str]:
    """What the page of two texts sends before anything is chosen."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    texts = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n([^<]*)<', page)
    return {name: value for name, value in fields + texts if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize("choice", ["mine", "saved", ""])
def test_a_text_made_of_both_is_not_dropped_unasked(client: Client, choice: str) -> None:
    report, item, sent = in_conflict(client)
    sent |= {f"{item.key}-both": "Of both", f"{item.key}-choice": choice}

    answer = client.post(report.get_absolute_url(), sent)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "You wrote one made of both: choose it, or another." in page
    again = fields_on(page)
    assert [again[f"{item.key}-{name}"] for name in ("mine", "theirs", "both")] == [
        "Mine",
        "Theirs",
        "Of both",
    ]
    item.refresh_from_db()
    assert item.text == "Theirs"
    client.post(report.get_absolute_url(), again | {f"{item.key}-choice": "mine"})
    item.refresh_from_db()
    assert item.text == "Mine"


def test_a_text_is_asked_for_where_none_was_chosen(client: Client) -> None:
    report, item, sent = in_conflict(client)

    answer = client.post(report.get_absolute_url(), sent)

    assert answer.status_code == 409
    assert "Choose one." in answer.content.decode()
    assert sent == fields_on(answer.content.decode())
    item.refresh_from_db()
    assert item.text == "Theirs"


def test_a_choice_that_came_too_late_loses_no_text(client: Client) -> None:
    report, item, sent = in_conflict(client)
    client.post(f"{report.get_absolute_url()}check/")

    chosen = {f"{item.key}-choice": "both", f"{item.key}-both": "Of both"}
    answer = client.post(report.get_absolute_url(), sent | chosen)

    assert answer.status_code == 409
    assert "Of both" in answer.content.decode()


def test_what_came_after_the_submission_is_shown_and_can_become_a_revision(client: Client) -> None:
    lead = make.lead()
    report = make.submitted_report(about=lead.town, by=lead.user)
    make.item(of=report, text="In time")
    client.force_login(lead.user)
    sent = typed("Too late by a minute")

    answer = client.post(report.get_absolute_url(), sent)
    assert (answer.status_code, Item.objects.count()) == (409, 1)
    assert "Too late by a minute" in answer.content.decode()

    client.post(f"{report.get_absolute_url()}revise/", sent)
    report.refresh_from_db()
    assert report.status == Report.Status.REVISING
    assert set(Item.objects.values_list("text", flat=True)) == {"In time", "Too late by a minute"}


def test_the_script_is_told_the_new_version_and_what_the_guard_asks(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)
    key = str(uuid4())

    answer = client.post(report.get_absolute_url(), typed("At 14 Kirk Wynd", key=key), headers=JSON)

    told = answer.json()
    assert re.fullmatch(r"Draft saved at \d{1,2}\.\d\d", told["saved"])
    assert told["entries"][key]["version"] == 1
    assert "14 Kirk Wynd" in told["entries"][key]["guard"]
    assert (told["conflicts"], told["errors"]) == ([], {})


def test_the_script_is_told_of_a_conflict_with_the_saved_text(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report)
    client.force_login(lead.user)
    stale = changed(item, "Mine")
    client.post(report.get_absolute_url(), changed(item, "Theirs"))

    told = client.post(report.get_absolute_url(), stale, headers=JSON).json()

    assert [(found["key"], found["text"]) for found in told["conflicts"]] == [
        (str(item.key), "Theirs")
    ]


@pytest.mark.parametrize(("audience", "differs"), [("team", False), ("me", True)])
def test_the_script_is_told_whether_choices_differ_from_those_that_it_sent(
    client: Client, audience: str, *, differs: bool
) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report)
    client.force_login(lead.user)
    stale = changed(item, "Mine", audience=audience)
    client.post(report.get_absolute_url(), changed(item, "Theirs"))

    told = client.post(report.get_absolute_url(), stale, headers=JSON).json()

    assert [found["differs"] for found in told["conflicts"]] == [differs]


def test_the_script_of_somebody_signed_out_is_told_so(client: Client) -> None:
    report = make.report(about=make.lead().town)

    answer = client.post(report.get_absolute_url(), typed("Kept"), headers=JSON)

    assert (answer.status_code, answer.json()) == (401, {"signed_out": True})


def test_what_was_typed_before_signing_in_is_back_on_the_page_afterwards(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="As it was")
    sent = changed(item, "Forty minutes of typing") | {"owner": str(lead.person.key)}

    answer = client.post(report.get_absolute_url(), sent)
    assert answer.status_code == 302
    client.force_login(lead.user)
    page = client.get(report.get_absolute_url()).content.decode()

    assert "Forty minutes of typing" in page
    assert "What you typed before you were signed out is back" in page
    item.refresh_from_db()
    assert item.text == "As it was"
    client.post(report.get_absolute_url(), changed(item, "Saved now"))
    assert "is back" not in client.get(report.get_absolute_url()).content.decode()


def test_what_somebody_else_typed_before_signing_in_is_never_shown(client: Client) -> None:
    town = make.town()
    writer = make.lead(town, until=date(2026, 12, 31))
    reader = make.lead(town, since=date(2026, 10, 1), handover_until=date(2026, 12, 31))
    report = make.report(about=town)
    sent = typed("Not for others") | {"owner": str(writer.person.key)}

    client.post(report.get_absolute_url(), sent)
    client.force_login(reader.user)

    assert "Not for others" not in client.get(report.get_absolute_url()).content.decode()


def test_a_form_that_was_open_too_long_shows_the_text_back() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead.user)

    answer = client.post(report.get_absolute_url(), typed("Forty minutes of <b>typing</b>"))

    assert answer.status_code == 403
    assert "Forty minutes of &lt;b&gt;typing&lt;/b&gt;" in answer.content.decode()
    assert Item.objects.count() == 0


def test_a_jot_thrown_away_meanwhile_shows_what_was_typed_into_it(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    jot = make.jot(by=lead, text="First", status=Jot.Status.DISCARDED)
    client.force_login(lead.user)

    sent = typed("Forty minutes of typing", kind="", key=jot.key)
    answer = client.post(report.get_absolute_url(), sent)

    entry = answer.context["editor"].unsorted[0]
    assert (entry.key, entry.text) == (str(jot.key), "Forty minutes of typing")
    assert entry.kind_error == "Say what kind of item this is."
    assert "Forty minutes of typing" in answer.content.decode()


def test_a_kind_that_is_none_is_asked_for_beside_the_text(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)

    answer = client.post(report.get_absolute_url(), typed("Kept on the page", kind="poem"))

    entry = answer.context["editor"].unsorted[0]
    assert (entry.text, entry.kind_error) == (
        "Kept on the page",
        "Choose what kind of item this is.",
    )
    assert (Item.objects.count(), answer.content.decode().count("Kept on the page")) == (0, 1)
