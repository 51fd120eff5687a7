"""The page on which a month's report is written: pre-filled, saved, and nothing typed is lost."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from people.models import Organisation
from reflections.models import Audience, Item, Jot, Kind
from tests import make
from tests.reflections.writing import both, changed, keys_on, typed

pytestmark = pytest.mark.django_db

AT = datetime(2026, 10, 20, 10, 42, tzinfo=UTC)


def test_the_page_opens_with_the_jots_of_the_month_under_their_kinds(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    make.jot(by=lead, text="Met the bus company", kind=Kind.CONNECTION)
    make.jot(by=lead, text="Not sure what this is")
    make.jot(by=lead, text="Of next month", noticed_on=date(2026, 11, 2))
    make.jot(by=make.lead(), text="Of another town")
    client.force_login(lead.user)

    page = client.get(report.get_absolute_url()).content.decode()

    assert "Met the bus company" in page
    assert page.index("Not sure what this is") < page.index("New connections")
    assert "Of next month" not in page
    assert "Of another town" not in page


def test_enter_in_a_box_saves_and_does_nothing_else(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="Ask Mrs Reid", open_findings=1)
    client.force_login(lead.user)

    for url in (report.get_absolute_url(), f"{report.get_absolute_url()}items/{item.key}/"):
        page = client.get(url).content.decode()
        form = page[page.index("data-autosave") :]
        assert re.findall(r'type="submit" name="(\w+)"', form)[0] == "save"


def test_looking_changes_nothing(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    make.jot(by=lead, kind=Kind.CONNECTION)
    client.force_login(lead.user)

    client.get(report.get_absolute_url())

    report.refresh_from_db()
    assert (report.started_at, Item.objects.count()) == (None, 0)
    assert [jot.status for jot in Jot.objects.all()] == [Jot.Status.WAITING]


def test_saving_keeps_every_entry_and_takes_the_jots_in(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="As it was")
    jot = make.jot(by=lead, text="On the bus", kind=Kind.LEARNING)
    client.force_login(lead.user)

    answer = client.post(
        report.get_absolute_url(),
        both(
            changed(item, "As it is"), typed("On the bus", kind="learning", key=jot.key), typed("")
        )
        | {"save": "1"},
    )

    assert (answer.status_code, answer.headers["Location"]) == (302, report.get_absolute_url())
    assert set(Item.objects.values_list("kind", "text")) == {
        ("challenge", "As it is"),
        ("learning", "On the bus"),
    }


def test_check_your_answers_saves_first(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)

    answer = client.post(report.get_absolute_url(), typed("Kept on the way") | {"check": "1"})

    assert answer.headers["Location"] == f"{report.get_absolute_url()}check/"
    assert [item.text for item in Item.objects.all()] == ["Kept on the way"]


def test_a_text_that_is_too_long_comes_back_whole_with_a_sentence(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)
    text = "Nine thousand words and more. " * 2_001

    answer = client.post(report.get_absolute_url(), both(typed(text), typed("Short")))

    page = answer.content.decode()
    assert "60,029 characters long. Shorten it to 60,000 or fewer." in page
    assert text.strip() in page
    assert [item.text for item in Item.objects.all()] == ["Short"]


def test_nine_thousand_words_emoji_gaelic_and_right_to_left_are_stored_as_typed(
    client: Client,
) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)
    text = "Chaidh sinn dhan chèilidh 🏴󠁧󠁢󠁳󠁣󠁴󠁿 👩‍👩‍👧 “quoted” مرحبا <script>alert(1)</script> " * 600

    client.post(report.get_absolute_url(), typed(text))

    assert Item.objects.get().text == text.strip()
    page = client.get(report.get_absolute_url()).content.decode()
    assert "<script>alert" not in page


def test_a_nul_is_refused_with_a_sentence_and_the_rest_comes_back(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)

    answer = client.post(report.get_absolute_url(), typed("Before\x00after"))

    assert "held a sign that cannot be stored" in answer.content.decode()
    assert "Beforeafter" in answer.content.decode()
    assert Item.objects.count() == 0


def test_a_new_organisation_asks_what_it_is_and_keeps_the_text_meanwhile(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)
    key = uuid4()
    sent = typed("Met them", key=key, organisation="The Shed")

    answer = client.post(report.get_absolute_url(), sent)

    page = answer.content.decode()
    assert "“The Shed” is not on the list yet. Say what it is, and it is added." in page
    assert Item.objects.get().text == "Met them"
    again = changed(
        Item.objects.get(), "Met them", organisation="The Shed", organisation_kind="body"
    )
    client.post(report.get_absolute_url(), again)
    assert [body.name for body in Item.objects.get().organisations.all()] == ["The Shed"]
    assert Organisation.objects.get().kind == Organisation.Kind.BODY


def test_a_known_organisation_is_found_however_it_is_spelled(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    body = make.organisation("Paths for All")
    client.force_login(lead.user)

    client.post(report.get_absolute_url(), typed("Met them", organisation=" paths  for ALL "))

    assert list(Item.objects.get().organisations.all()) == [body]


def test_a_reader_can_only_be_somebody_of_the_town_or_the_team(client: Client) -> None:
    lead, team, stranger = make.lead(), make.team_member(), make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)
    named = [str(team.person.key), str(stranger.person.key)]

    client.post(report.get_absolute_url(), typed("Careful", sensitive="on", readers=named))

    assert list(Item.objects.get().readers.all()) == [team.person]


def test_the_page_offers_nobody_and_nothing_that_only_a_hidden_item_names(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    once, still = make.person("Once In Post"), make.person("Named By Me")
    merged = make.organisation("Merged Trust")
    whole = make.organisation("Whole Trust")
    Organisation.objects.filter(pk=merged.pk).update(merged_into=whole, merged_on=AT.date())
    hidden = make.item(of=report, by=make.person(), audience=Audience.TEAM, sensitive=True)
    hidden.readers.add(once)
    hidden.organisations.add(merged)
    mine = make.item(of=report, by=lead.person, audience=Audience.TEAM, sensitive=True)
    mine.readers.add(still)
    client.force_login(lead.user)

    page = client.get(report.get_absolute_url()).content.decode()

    assert "Named By Me" in page
    assert "Whole Trust" in page
    assert "Once In Post" not in page
    assert "Merged Trust" not in page


def test_leaving_out_puts_an_entry_beside_the_report_and_back_in(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="Perhaps later")
    client.force_login(lead.user)
    url = report.get_absolute_url()

    client.post(url, changed(item, "Perhaps later still") | {"leave_out": str(item.key)})
    assert (Item.objects.count(), Jot.objects.get().text) == (0, "Perhaps later still")
    assert "Not in this report" in client.get(url).content.decode()

    client.post(url, {"put_in": f"{item.key}:challenge"})
    assert str(item.key) in keys_on(client, report)


def test_the_guards_question_is_answered_with_one_press(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="-")
    client.force_login(lead.user)
    url = report.get_absolute_url()
    client.post(url, changed(item, "Ask Mrs Reid", audience="cohort"))
    pressed = re.findall(
        r'name="guard" value="([^"]+:team_only)"', client.get(url).content.decode()
    )

    client.post(url, {"guard": pressed[0]})

    item.refresh_from_db()
    assert (item.open_findings, item.audience) == (0, Audience.TEAM)


def test_what_was_said_to_be_taken_out_and_was_not_is_told_by_the_entry(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="-")
    client.force_login(lead.user)
    url = report.get_absolute_url()
    client.post(url, changed(item, "Ask Mrs Reid"))
    page = client.get(url).content.decode()
    pressed = re.findall(r'name="guard" value="([^"]+:removed)"', page)[0]
    item.refresh_from_db()

    answer = client.post(url, changed(item, "Ask Mrs Reid today") | {"guard": pressed})
    checked = client.post(f"{url}check/", {"guard": pressed})

    shown = next(one for one in answer.context["editor"].entries() if one.key == str(item.key))
    assert shown.text_error == "“Mrs Reid” is still in the text."
    assert "“Mrs Reid” is still in the text." in checked.content.decode()
    item.refresh_from_db()
    assert (item.text, item.open_findings) == ("Ask Mrs Reid today", 1)
    gone = client.post(url, changed(item, "Ask her") | {"guard": pressed})
    assert gone.status_code == 302


def test_the_town_reads_what_it_may_not_write(client: Client) -> None:
    link = make.link_lead(make.lead().town)
    report = make.report(about=link.town)
    client.force_login(link.user)

    page = client.get(report.get_absolute_url())

    assert (page.status_code, "data-autosave" in page.content.decode()) == (200, False)
    assert client.post(report.get_absolute_url(), typed("Mine")).status_code == 403


def test_the_page_of_another_town_or_of_a_month_that_is_not_there_does_not_exist(
    client: Client,
) -> None:
    lead = make.lead()
    foreign = make.report(about=make.lead().town)
    client.force_login(lead.user)
    own = make.report(about=lead.town).get_absolute_url()

    assert client.get(foreign.get_absolute_url()).status_code == 404
    assert client.post(foreign.get_absolute_url(), typed("Mine")).status_code == 404
    assert client.get(own.replace("2026-10", "2031-01")).status_code == 404
    assert client.get(own.replace("2026-10", "2026-13")).status_code == 404


@pytest.mark.parametrize("key", ["", "no-key", "1' OR 1=1"])
def test_a_key_that_is_none_is_a_bad_request(client: Client, key: str) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)

    assert client.post(report.get_absolute_url(), {"entry": [key]}).status_code == 400
    assert client.post(report.get_absolute_url(), {"leave_out": key}).status_code == 400


def test_the_page_costs_the_same_for_one_item_and_for_fifty(client: Client) -> None:
    counts = []
    for number in (1, 20, 50):
        lead = make.lead()
        report = make.report(about=lead.town)
        for _ in range(number):
            make.item(of=report).outcomes.set([make.outcome()])
        client.force_login(lead.user)
        with CaptureQueriesContext(connection) as found:
            client.get(report.get_absolute_url())
        counts.append(len(found))

    assert counts == [counts[0]] * 3
    assert counts[0] <= 8


def test_saving_costs_the_same_for_one_item_and_for_fifty(client: Client) -> None:
    counts = []
    for number in (1, 20, 50):
        lead = make.lead()
        report = make.report(about=lead.town)
        sent = both(*(changed(make.item(of=report), "New words") for _ in range(number)))
        client.force_login(lead.user)
        with CaptureQueriesContext(connection) as found:
            client.post(report.get_absolute_url(), sent)
        counts.append(len(found))

    assert counts == [counts[0]] * 3
    assert counts[0] <= 14


def test_a_misspelt_organisation_offers_the_right_one_by_one_press(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)
    right = make.organisation("Scotland\u2019s Towns Partnership")
    make.organisation("Paths for All")
    key = str(uuid4())
    sent = typed("Met them", kind="connection", key=key, organisation="Scotlands Town Partnersip")

    page = client.post(report.get_absolute_url(), sent).content.decode()
    assert "Did you mean one of these?" in page
    assert f'value="{key}:{right.slug}">{escape(right.name)}</button>' in page
    assert "Paths for All</button>" not in page
    item = Item.objects.get()
    again = changed(item, "Met them", organisation="Scotlands Town Partnersip")
    client.post(report.get_absolute_url(), again | {"take": f"{key}:{right.slug}"})

    assert list(Item.objects.get().organisations.all()) == [right]


def test_a_button_for_another_entry_or_for_what_was_merged_names_nothing(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)
    merged, whole = make.organisation("Merged Trust"), make.organisation("Whole Trust")
    Organisation.objects.filter(pk=merged.pk).update(merged_into=whole, merged_on=date(2026, 10, 1))
    key = str(uuid4())
    sent = typed("Met them", kind="connection", key=key)

    for take in (f"{key}:{merged.slug}", f"{uuid4()}:{whole.slug}", f"{key}:", f"{key}:nothing"):
        answer = client.post(report.get_absolute_url(), sent | {"take": take})
        assert answer.status_code == 302
        assert not Item.objects.get().organisations.exists()
        sent = changed(Item.objects.get(), "Met them")


def test_how_close_a_connection_is_takes_one_tap_and_stays_with_connections(
    client: Client,
) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)

    client.post(report.get_absolute_url(), typed("Met", kind="connection", strength="2"))
    item = Item.objects.get()
    page = client.get(report.get_absolute_url()).content.decode()
    assert item.strength == 2
    assert f'name="{item.key}-strength" value="2" checked' in page

    client.post(report.get_absolute_url(), changed(item, "Met", strength="9"))
    assert Item.objects.get().strength == 2
    client.post(
        report.get_absolute_url(),
        changed(item, "Hard", strength="3") | {f"{item.key}-kind": "challenge"},
    )
    assert (Item.objects.get().kind, Item.objects.get().strength) == ("challenge", None)
