"""Pages of digests: what each reader sees, and that nothing typed is lost."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from digests.actions.asking import AskedAlready, ask_back
from digests.actions.checking import approve_section
from digests.actions.editing import add_quote, save_section
from digests.actions.freezing import begin_freeze
from digests.actions.publishing import publish, withdraw
from digests.actions.reading import mark_read
from digests.actions.steps import NotNow
from digests.drafts import Edit, Words, words_of
from digests.models import AskBack, Digest, Edition, Passage, ReadMark
from digests.queries import reading
from reflections.models import GroupQuestion, Item
from tests import make
from tests.digests.quarters import (
    AT,
    Quarter,
    again,
    checked,
    drafted,
    frozen,
    passage,
    published,
)
from towns.models import Tenure

pytestmark = pytest.mark.django_db


def client_of(holder: make.Holder) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


def team_client(quarter: Quarter) -> Client:
    make.second_step(quarter.team)
    return client_of(quarter.team)


def section_address(quarter: Quarter) -> str:
    return reverse("digests:section", args=[quarter.digest.quarter, quarter.town.slug])


def sent(found: Passage, **fields: str) -> dict[str, str]:
    """What the page of a section sends of one passage."""
    values = {
        "text": found.text,
        "note": found.note,
        "depth": found.depth,
        "version": str(found.version),
        "was": words_of(found).digest,
    } | fields
    return {"entry": str(found.key)} | {f"{found.key}-{name}": one for name, one in values.items()}


# --- Editing --------------------------------------------------------------------------------------
def test_a_window_saves_by_itself_and_is_told_the_new_version() -> None:
    quarter = drafted()
    found = passage(quarter)

    answer = team_client(quarter).post(
        section_address(quarter),
        sent(found, text="Shorter."),
        headers={"accept": "application/json"},
    )

    found.refresh_from_db()
    told = answer.json()
    assert found.text == "Shorter."
    assert told["entries"][str(found.key)] == {"version": 2, "was": words_of(found).digest}
    assert (told["conflicts"], told["errors"]) == ([], {})


def test_a_colleague_s_text_stands_beside_mine_and_the_next_press_keeps_mine() -> None:
    quarter, other = drafted(), make.team_member(name="Eilidh")
    found, client = passage(quarter), team_client(quarter)
    form = sent(found, text="Mine.")
    theirs = Words(text="Theirs.", note="", depth="full")
    edit = Edit(key=found.key, words=theirs, version=1)
    save_section(found.section, [edit], by=other.user, at=AT)

    page = client.post(section_address(quarter), form)

    words = page.content.decode()
    assert page.status_code == 409
    assert "by Eilidh. Save again to keep yours." in words
    assert "Theirs." in words
    assert ">\nMine.</textarea>" in words
    again_sent = form | {f"{found.key}-version": "2", f"{found.key}-was": ""}
    assert client.post(section_address(quarter), again_sent).status_code == 302
    assert passage(quarter).text == "Mine."


def test_a_refused_passage_meets_what_a_colleague_saved_only_with_the_next_save() -> None:
    quarter, other = drafted(), make.team_member(name="Eilidh")
    found, client = passage(quarter), team_client(quarter)
    theirs = Words(text="Theirs.", note="", depth="full")
    edit = Edit(key=found.key, words=theirs, version=1)
    save_section(found.section, [edit], by=other.user, at=AT)

    page = client.post(section_address(quarter), sent(found, text=" ")).content.decode()

    assert f'name="{found.key}-version" value="1"' in page
    assert client.post(section_address(quarter), sent(found, text="Mine.")).status_code == 409
    assert passage(quarter).text == "Theirs."


def test_first_sentences_that_came_late_are_marked_as_unsaved_beside_a_colleague_s() -> None:
    quarter = drafted()
    client, address = team_client(quarter), section_address(quarter)
    first = {"progress-text": "Mine.", "progress-was": "another"}
    long = {"progress-text": "x" * 3_000, "progress-was": "another"}

    late, refused = (client.post(address, form).content.decode() for form in (first, long))

    assert 'data-entry="progress" data-unsaved data-theirs>' in late
    assert "They read:" in late
    assert ">\nMine.</textarea>" in late
    assert 'data-entry="progress" data-unsaved>' in refused
    assert 'name="progress-was" value="another"' in refused


def test_a_quote_that_nobody_touched_is_no_change() -> None:
    quarter = drafted()
    section = passage(quarter).section
    quote = make.quote(about=quarter.town, by=quarter.lead.user)
    make.consent(to=quote, by=quarter.lead.user, at=AT)
    made = add_quote(section, quote, by=quarter.team.user, at=AT)
    form = sent(made)
    del form[f"{made.key}-note"]  # who said it is no field

    assert team_client(quarter).post(section_address(quarter), form).status_code == 302

    made.refresh_from_db()
    assert (made.version, made.note) == (1, "youth worker")


def test_an_empty_passage_is_refused_beside_the_field_and_the_others_are_kept() -> None:
    quarter = drafted()
    found = passage(quarter)
    section = found.section
    other = section.passages.create(sort="topic", text="Other.", position=99, depth="full")

    page = team_client(quarter).post(
        section_address(quarter),
        {**sent(found, text=" "), **sent(other, text="Kept."), "entry": [found.key, other.key]},
    )

    other.refresh_from_db()
    assert "Write what it says." in page.content.decode()
    assert (passage(quarter, sort="learning").text, other.text) == (
        "Buses came to the shore.",
        "Kept.",
    )


def test_what_was_typed_into_a_frozen_digest_is_shown_to_be_copied() -> None:
    quarter = drafted()
    form = sent(passage(quarter), text="Too late.")
    frozen(quarter)

    page = team_client(quarter).post(section_address(quarter), form)

    assert page.status_code == 409
    assert "What you typed was not saved" in page.content.decode()
    assert "Too late." in page.content.decode()


def test_a_passage_is_moved_and_what_was_typed_is_kept_on_the_way() -> None:
    quarter = drafted()
    first = passage(quarter)
    second = first.section.passages.create(
        sort="learning", text="Second.", position=99, depth="full"
    )

    team_client(quarter).post(
        section_address(quarter), sent(first, text="First.") | {"down": str(first.key)}
    )

    rows = first.section.passages.filter(sort="learning").in_order()
    assert list(rows.values_list("text", flat=True)) == ["Second.", "First."]
    assert rows[0] == second


def test_the_desk_says_what_stands_in_the_way() -> None:
    quarter = drafted()
    Item.objects.update(audience="cohort")

    page = team_client(quarter).get(reverse("digests:desk", args=[quarter.digest.quarter]))

    assert "1 passage may not be published as things stand." in page.content.decode()


def test_a_refusal_to_freeze_is_a_sentence_on_the_desk() -> None:
    quarter = checked(drafted())
    Item.objects.update(audience="cohort")

    page = team_client(quarter).post(
        reverse("digests:freeze", args=[quarter.digest.quarter]), follow=True
    )

    assert "Ayr: The town does not share this with Steering Groups any more." in (
        page.content.decode()
    )


# --- Town check ---------------------------------------------------------------------------------
def test_a_lead_approves_in_one_press_and_sees_the_section_as_its_readers_will() -> None:
    quarter = checked(drafted())
    client = client_of(quarter.lead)
    address = reverse("digests:check", args=[quarter.digest.quarter, quarter.town.slug])

    page = client.get(address)
    version = str(page.context["section"].version)
    client.post(address, {"version": version})

    assert "Buses came to the shore." in page.content.decode()
    assert quarter.digest.sections.get(town=quarter.town).is_approved


def test_a_remark_without_words_is_refused_beside_the_field() -> None:
    quarter = checked(drafted())
    address = reverse("digests:check", args=[quarter.digest.quarter, quarter.town.slug])

    page = client_of(quarter.lead).post(address, {"remark": "  "})

    assert "Say what is not right." in page.content.decode()


def test_a_section_is_not_there_for_its_lead_before_the_check() -> None:
    quarter = drafted()
    address = reverse("digests:check", args=[quarter.digest.quarter, quarter.town.slug])

    assert client_of(quarter.lead).get(address).status_code == 404


# --- Reading --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("depth", "shown"),
    [("brief", 1), ("page", 2), ("full", 3), ("", 1), ("nonsense", 1)],
)
def test_each_depth_holds_what_the_one_before_it_holds(depth: str, shown: int) -> None:
    quarter = drafted("In brief.")
    section = passage(quarter).section
    for text, deep in (("On a page.", "page"), ("In full.", "full"), ("Left out.", "out")):
        section.passages.create(sort="topic", text=text, position=50, depth=deep)
    published(quarter)
    reader = make.steering_member(quarter.town)

    page = client_of(reader).get(f"{quarter.digest.get_absolute_url()}?depth={depth}")

    words = page.content.decode()
    texts = ("In brief.</p>", "On a page.</p>", "In full.</p>", "Left out.</p>")
    assert [text in words for text in texts] == [number < shown for number in range(4)]


def test_one_s_own_town_comes_first() -> None:
    quarter = drafted(name="Rutherglen")
    other = make.lead(make.town("Alloa"))
    quarter.digest.sections.create(town=other.town)
    published(quarter)
    reader = make.steering_member(quarter.town)

    page = client_of(reader).get(quarter.digest.get_absolute_url())

    assert headings_of(page.content.decode()) == ["Across the Project Towns", "Rutherglen", "Alloa"]


def test_and_does_so_wherever_it_stands_and_not_a_second_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "A_PAGE", 2)
    quarter = drafted(name="Rutherglen")
    for name in ("Alloa", "Ayr", "Dunoon"):
        quarter.digest.sections.create(town=make.lead(make.town(name)).town)
    published(quarter)
    client = client_of(make.steering_member(quarter.town))
    address, found = quarter.digest.get_absolute_url(), []

    while address:
        page = client.get(address)
        found.append(headings_of(page.content.decode()))
        further = page.context["further"]
        address = f"{quarter.digest.get_absolute_url()}{further}" if further else ""

    assert found == [["Across the Project Towns", "Rutherglen"], ["Alloa", "Ayr"], ["Dunoon"]]


def test_a_section_that_cannot_be_changed_is_shown_and_not_as_a_form() -> None:
    quarter = published()

    page = team_client(quarter).get(section_address(quarter)).content.decode()

    assert "Nothing can be changed here now: the digest is published." in page
    assert "Buses came to the shore." in page
    assert "<textarea" not in page


@pytest.mark.parametrize("is_published", [False, True])
def test_the_desk_says_how_long_each_depth_takes_to_read(*, is_published: bool) -> None:
    quarter = drafted()
    section = quarter.digest.sections.get(town=quarter.town)
    long = {"text": "Word " * 200, "note": "Note " * 200, "position": 90}
    section.passages.create(sort="topic", depth="page", **long)
    section.passages.create(sort="topic", depth="full", **long)
    if is_published:
        published(quarter)

    page = team_client(quarter).get(reverse("digests:desk", args=[quarter.digest.quarter]))

    assert re.findall(r'figure">(\d+) <span', page.content.decode()) == ["1", "3", "5"]


def test_a_place_that_is_no_number_is_the_beginning() -> None:
    quarter = published()
    client = client_of(make.steering_member(quarter.town))

    for place in ("x", "-3", "9" * 5_000):
        assert client.get(quarter.digest.get_absolute_url(), {"after": place}).status_code == 200


def headings_of(page: str) -> list[str]:
    """The parts of an edition in the order of a page."""
    return re.findall(r'id="part-[^"]+">([^<]+)<', page)


def test_a_withdrawn_digest_says_so_and_why_and_nothing_of_it_is_read() -> None:
    quarter = published()
    withdraw(quarter.digest, "A name was wrong.", by=quarter.team.user, at=AT)
    client = client_of(make.steering_member(quarter.town))

    page = client.get(quarter.digest.get_absolute_url())

    assert "This edition was withdrawn on" in page.content.decode()
    assert "A name was wrong." in page.content.decode()
    for name in ("digests:pdf", "digests:text"):
        assert client.get(reverse(name, args=[quarter.digest.quarter])).status_code == 404


def test_a_digest_that_is_not_published_is_not_there_for_its_readers() -> None:
    quarter = frozen(drafted())
    client = client_of(make.steering_member(quarter.town))

    assert client.get(quarter.digest.get_absolute_url()).status_code == 404


def test_the_pdf_and_the_text_are_of_the_edition_that_is_read() -> None:
    quarter = published()
    client = client_of(make.steering_member(quarter.town))
    args = [quarter.digest.quarter]

    pdf = client.get(reverse("digests:pdf", args=args))
    text = client.get(reverse("digests:text", args=args))

    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"] == 'inline; filename="digest-2026-07-edition-1.pdf"'
    assert "Buses came to the shore." in text.content.decode()


def test_read_is_said_once_and_of_the_edition_that_was_seen() -> None:
    quarter = published()
    reader = make.steering_member(quarter.town)
    client, address = client_of(reader), reverse("digests:read", args=[quarter.digest.quarter])

    for _ in range(2):
        client.post(address, {"edition": "1"})
    client.post(address, {"edition": "7"})

    assert [(one.person, one.edition.number) for one in ReadMark.objects.all()] == [
        (reader.person, 1)
    ]


def test_the_team_counts_and_a_chair_sees_the_names_of_the_own_group() -> None:
    quarter = published()
    chair, member = make.steering_member(quarter.town), make.steering_member(quarter.town)
    Tenure.objects.filter(pk=chair.tenure.pk).update(capacity="chair")
    Tenure.objects.filter(pk=member.tenure.pk).update(group=chair.tenure.group)
    mark_read(Edition.objects.get(), by=member.user, at=AT)
    address = reverse("digests:readers", args=[quarter.digest.quarter])

    seen = {
        "team": team_client(quarter).get(address).content.decode(),
        "chair": client_of(chair).get(address).content.decode(),
    }

    assert all("1 of 2" in words for words in seen.values())
    assert [member.person.name in seen[who] for who in ("team", "chair")] == [False, True]
    assert client_of(member).get(address).status_code == 403


# --- Asking back ----------------------------------------------------------------------------------
def test_a_group_asks_one_question_that_waits_with_the_lead() -> None:
    quarter = published()
    reader = make.steering_member(quarter.town)
    group = reader.tenure.group
    assert group is not None

    made = ask_back(quarter.digest, group, "Who pays?", by=reader.user, at=AT)

    assert (made.question.text, made.question.town) == ("Who pays?", quarter.town)
    assert (made.question.on_behalf_of, made.question.about) == (
        group.name,
        "July to September 2026",
    )
    with pytest.raises(AskedAlready, match="has asked already: “Who pays"):
        ask_back(quarter.digest, group, "Who else?", by=reader.user, at=AT)
    assert GroupQuestion.objects.count() == 1


def test_a_question_without_words_stays_on_the_page_with_a_sentence() -> None:
    quarter = published()
    client = client_of(make.steering_member(quarter.town))
    address = reverse("digests:ask", args=[quarter.digest.quarter])

    page = client.post(address, {"text": " "})

    assert page.status_code == 200
    assert "Write your question." in page.content.decode()
    assert not AskBack.objects.exists()


def test_who_is_of_two_groups_says_for_which() -> None:
    quarter = published()
    reader = make.steering_member(quarter.town)
    second = make.group(of=make.town("Alloa"))
    make.tenure(reader.person, "steering", group=second)
    client, address = client_of(reader), reverse("digests:ask", args=[quarter.digest.quarter])

    refused = client.post(address, {"text": "Who pays?"})
    client.post(address, {"text": "Who pays?", "group": str(second.pk)})

    assert "Choose the group for which you ask." in refused.content.decode()
    assert AskBack.objects.get().group == second


def test_nobody_asks_for_a_group_that_is_not_theirs_nor_of_what_is_not_published() -> None:
    quarter = frozen(drafted())
    reader = make.steering_member(quarter.town)
    group = reader.tenure.group
    assert group is not None

    with pytest.raises(NotNow):
        ask_back(quarter.digest, group, "Who?", by=reader.user, at=AT)
    lead = client_of(quarter.lead)
    published_one = published(drafted_again(quarter))
    address = reverse("digests:ask", args=[published_one.digest.quarter])
    assert lead.post(address, {"text": "Who?", "group": str(group.pk)}).status_code == 403


def drafted_again(quarter: Quarter) -> Quarter:
    """Another quarter's digest of the same programme, with nothing of its own."""
    digest = Digest.objects.create(
        quarter="2026-04-01", freeze_on=AT.date(), state="drafting", gathered_at=AT
    )
    digest.sections.create(town=quarter.town)
    digest.refresh_from_db()
    return Quarter(quarter.town, quarter.lead, quarter.team, digest)


def test_what_was_approved_says_so_in_the_edition() -> None:
    quarter = checked(drafted())
    section = quarter.digest.sections.get(town=quarter.town)
    approve_section(section, seen_version=section.version, by=quarter.lead.user, at=AT)
    published_one = published_from_check(quarter)
    reader = make.steering_member(quarter.town)

    page = client_of(reader).get(published_one.digest.get_absolute_url())

    assert "Checked by the Project Lead on Monday 12 October 2026." in page.content.decode()


def published_from_check(quarter: Quarter) -> Quarter:
    begin_freeze(quarter.digest, by=quarter.team.user, at=AT)
    publish(again(quarter).digest, by=quarter.team.user, at=AT)
    return again(quarter)
