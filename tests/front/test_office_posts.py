"""Vacant posts filled, handovers told, and posts corrected or taken back, page by page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from people.models import Invitation, Person
from reflections.models import Echo, Obligation
from tests import make
from tests.front.pages import day, words
from towns.models import Absence, Role, Tenure, TownStatus

pytestmark = pytest.mark.django_db
WRONG_PERSON = {"reason": "wrong_person"}


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(make.second_step(make.team_member(name="Priya Nair")).user)
    return client


def handed_over(team: Client, lead: make.Holder, last_day: date, first_day: date) -> Tenure:
    make.person("Callum Orr")
    team.post(
        reverse("front:office_hand_over", args=[lead.tenure.key]),
        {**day("last_day", last_day), "successor": "Callum Orr", **day("first_day", first_day)},
    )
    return Tenure.objects.get(person__name="Callum Orr")


def test_a_vacancy_leads_to_an_invitation_with_the_post_filled_in(team: Client) -> None:
    town = make.town("Dalkeith")
    way = f"{reverse('front:office_invite')}?role=project_lead&amp;town={town.slug}"

    places = ("front:office", "front:office_posts")
    pages = [words(team.get(reverse(name))) for name in places]
    pages.append(words(team.get(reverse("front:office_town", args=[town.slug]))))
    form = words(team.get(way.replace("&amp;", "&")))

    assert [way in page for page in pages] == [True, True, True]
    assert '<option value="project_lead" selected>' in form
    assert f'<option value="town:{town.slug}" selected>' in form
    people = f"{reverse('front:office_people')}?role=project_lead&amp;town={town.slug}"
    assert people in form


def test_somebody_known_is_chosen_without_losing_role_and_town(team: Client) -> None:
    town, person = make.town("Dalkeith"), make.person("Isla Fraser")
    query = {"role": Role.LINK_LEAD.value, "town": town.slug}

    people = words(team.get(reverse("front:office_people"), query | {"name": "Isla"}))
    way = f"{reverse('front:office_begin', args=[person.key])}?role=link_lead&amp;town={town.slug}"
    form = words(team.get(way.replace("&amp;", "&")))

    assert "Community Link Lead, Dalkeith" in people
    assert way in people
    assert f'<input type="hidden" name="town" value="{town.slug}">' in people
    assert '<option value="link_lead" selected>' in form
    assert f'<option value="town:{town.slug}" selected>' in form


def test_the_list_goes_on_with_role_and_town(team: Client) -> None:
    town = make.town()
    for number in range(55):
        make.person(f"Namesake {number:02}")

    page = team.get(reverse("front:office_people"), {"role": "analyst", "town": town.slug})

    assert f"role=analyst&town={town.slug}" in page.context["older"]


@pytest.mark.parametrize(
    "query",
    [{"role": "queen", "town": "x"}, {"role": "analyst", "town": "nowhere"}, {"town": "x"}],
)
def test_a_post_that_is_none_fills_in_nothing(team: Client, query: dict[str, str]) -> None:
    for name in ("front:office_invite", "front:office_people"):
        answer = team.get(reverse(name), query)

        assert answer.status_code == 200
        assert "Choose who becomes" not in words(answer)


def test_a_vacancy_of_the_past_is_not_to_be_filled(team: Client) -> None:
    make.town("Dalkeith")

    page = words(team.get(reverse("front:office_posts"), {"on": "2026-03-07"}))

    assert "Vacant" in page
    assert "Fill this post" not in page


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.PROGRAMME_TEAM, "Leave the town empty, or choose another role."),
        (Role.STEERING, "A Steering Group member belongs to a group, not to a town."),
    ],
)
def test_a_town_is_never_left_out_in_silence(team: Client, role: str, sentence: str) -> None:
    town, person = make.town("Dalkeith"), make.person("Isla Fraser")
    typed = {"role": role, "place": f"town:{town.slug}", **day("starts_on", date(2026, 11, 11))}

    begun = team.post(reverse("front:office_begin", args=[person.key]), typed)
    invited = team.post(
        reverse("front:office_invite"), typed | {"name": "Tam Orr", "email": "tam@example.org"}
    )

    assert sentence in words(begun)
    assert sentence in words(invited)
    assert not person.tenures.exists()
    assert not Person.objects.filter(name="Tam Orr").exists()
    assert not Invitation.objects.exists()


def test_a_group_is_no_place_for_a_town_role(team: Client) -> None:
    person, group = make.person(), make.group()

    answer = team.post(
        reverse("front:office_begin", args=[person.key]),
        {
            "role": Role.PROJECT_LEAD,
            "place": f"group:{group.slug}",
            **day("starts_on", date(2026, 11, 11)),
        },
    )

    assert "A Project Lead is in post in a town, not in a group." in words(answer)


def test_a_handover_returns_to_the_town_and_both_pages_tell_it(team: Client) -> None:
    lead = make.lead(make.town("Ayr"), name="Ruaridh Bain")
    make.person("Callum Orr")

    answer = team.post(
        reverse("front:office_hand_over", args=[lead.tenure.key]),
        {
            **day("last_day", date(2026, 12, 11)),
            "successor": "Callum Orr",
            **day("first_day", date(2026, 11, 28)),
        },
    )

    assert answer["Location"] == f"{reverse('front:office_posts')}#town-{lead.town.slug}"
    successor = Tenure.objects.get(person__name="Callum Orr")
    leaving = words(team.get(reverse("front:office_tenure", args=[lead.tenure.key])))
    following = words(team.get(reverse("front:office_tenure", args=[successor.key])))
    assert "28 November to 11 December 2026, to <a" in leaving
    assert "28 November to 11 December 2026, from <a" in following
    change, hand_over = "handover-days/", "hand-over/"
    assert [change in leaving, hand_over in leaving] == [False, False]
    assert [change in following, hand_over in following] == [True, True]


def test_a_handover_without_a_day_together_is_told_too(team: Client) -> None:
    lead = make.lead(make.town("Ayr"), name="Ruaridh Bain")
    successor = handed_over(team, lead, date(2026, 12, 11), date(2026, 12, 14))

    leaving = words(team.get(reverse("front:office_tenure", args=[lead.tenure.key])))
    following = words(team.get(reverse("front:office_tenure", args=[successor.key])))

    assert "No days together with <a" in leaving
    assert "No days together with <a" in following
    assert "hand-over/" not in leaving


def test_a_single_day_and_a_turn_of_the_year_are_written_out(team: Client) -> None:
    lead = make.lead()
    successor = handed_over(team, lead, date(2027, 1, 8), date(2026, 12, 28))
    page = reverse("front:office_tenure", args=[lead.tenure.key])

    over_the_year = words(team.get(page))
    Tenure.objects.filter(pk=successor.pk).update(starts_on=date(2027, 1, 8))
    one_day = words(team.get(page))

    assert "28 December 2026 to 8 January 2027, to <a" in over_the_year
    assert "on Friday 8 January 2027, to <a" in one_day


def test_a_post_with_nobody_before_or_after_tells_no_handover(team: Client) -> None:
    lead, link = make.lead(), make.link_lead()

    for tenure in (lead.tenure, link.tenure):
        page = words(team.get(reverse("front:office_tenure", args=[tenure.key])))

        assert "<dt>Handover</dt>" not in page


def test_the_fields_of_an_empty_handover_are_named(team: Client) -> None:
    lead = make.lead()

    page = words(team.post(reverse("front:office_hand_over", args=[lead.tenure.key])))

    assert "Enter the last day of the one who leaves." in page
    assert "Enter the first day of the one who follows." in page
    assert "Enter a date." not in page


def test_a_successor_does_not_begin_before_the_leaver(team: Client) -> None:
    lead = make.lead(since=date(2026, 11, 2), name="Ruaridh Bain")
    make.person("Callum Orr")

    answer = team.post(
        reverse("front:office_hand_over", args=[lead.tenure.key]),
        {
            **day("last_day", date(2026, 12, 11)),
            "successor": "Callum Orr",
            **day("first_day", date(2026, 10, 28)),
        },
    )

    assert "Ruaridh Bain began on Monday 2 November 2026." in words(answer)
    assert "first_day" in answer.context["form"].errors
    assert not Tenure.objects.filter(person__name="Callum Orr").exists()


@pytest.mark.parametrize(
    ("last_day", "first_day", "field"),
    [
        (date(2099, 12, 11), date(2026, 12, 14), "last_day"),
        (date(2026, 12, 11), date(2099, 12, 14), "first_day"),
    ],
)
def test_a_slip_in_the_year_is_told_by_its_own_field(
    team: Client, last_day: date, first_day: date, field: str
) -> None:
    lead = make.lead()
    make.person("Callum Orr")

    answer = team.post(
        reverse("front:office_hand_over", args=[lead.tenure.key]),
        {**day("last_day", last_day), "successor": "Callum Orr", **day("first_day", first_day)},
    )

    assert answer.context["form"].errors == {
        field: ["That is more than three years ahead. Check the year."]
    }


def test_taking_the_last_day_back_is_answered_as_such(team: Client) -> None:
    lead = make.lead(until=timezone.localdate() + timedelta(days=9))

    answer = team.post(reverse("front:office_end", args=[lead.tenure.key]), {}, follow=True)

    assert "Kept. There is no last day now." in words(answer)
    assert "Access ends by itself" not in words(answer)


def test_the_first_day_is_corrected_on_its_page(team: Client) -> None:
    lead = make.lead(since=date(2026, 11, 2))
    page = reverse("front:office_first_day", args=[lead.tenure.key])

    refused = team.post(page, day("starts_on", date(2024, 11, 2)))
    answer = team.post(page, day("starts_on", date(2026, 8, 3)))

    assert "The programme began on Wednesday 1 January 2025." in words(refused)
    assert answer.status_code == 302
    lead.tenure.refresh_from_db()
    assert lead.tenure.starts_on == date(2026, 8, 3)
    august = Obligation.objects.get(town=lead.town, month=date(2026, 8, 1))
    assert august.holder == lead.tenure


def test_only_a_lead_of_their_own_is_asked_about_the_handover(team: Client) -> None:
    lead, link = make.lead(), make.link_lead()

    asked = [
        "Handover until" in words(team.get(reverse("front:office_first_day", args=[one.key])))
        for one in (lead.tenure, link.tenure)
    ]

    assert asked == [True, False]


def test_the_first_day_stays_before_what_was_written(team: Client) -> None:
    lead = make.lead(name="Isla Fraser", of=make.town("Ayr"))
    make.jot(by=lead)

    answer = team.post(
        reverse("front:office_first_day", args=[lead.tenure.key]),
        day("starts_on", timezone.localdate() + timedelta(days=1)),
    )

    assert "Isla Fraser has written for Ayr on these days." in words(answer)
    assert "starts_on" in answer.context["form"].errors


def test_a_mistake_is_taken_back_with_a_reason(team: Client) -> None:
    lead = make.lead()
    make.obligation(about=lead.town, month=date(2026, 10, 1))
    page = reverse("front:office_mistake", args=[lead.tenure.key])

    shown = words(team.get(reverse("front:office_tenure", args=[lead.tenure.key])))
    unsure = team.post(page)
    assert Tenure.objects.filter(pk=lead.tenure.pk).exists()
    answer = team.post(page, WRONG_PERSON)

    assert page in shown
    assert "Choose what the mistake was." in words(unsure)
    assert answer["Location"] == reverse("front:office_person", args=[lead.person.key])
    assert not Tenure.objects.filter(pk=lead.tenure.pk).exists()
    assert Entry.objects.get(verb="tenure.taken_back").facts["reason"] == "wrong_person"
    october = Obligation.objects.get(town=lead.town, month=date(2026, 10, 1))
    assert (october.state, october.holder) == (Obligation.State.EXCUSED, None)


def test_a_post_in_which_a_report_was_handed_over_was_no_mistake(team: Client) -> None:
    lead = make.lead(make.town("Ayr"), name="Isla Fraser")
    make.submitted_report(about=lead.town, by=lead.user)

    answer = team.post(reverse("front:office_mistake", args=[lead.tenure.key]), WRONG_PERSON)

    assert "Isla Fraser has written for Ayr on these days." in words(answer)
    assert Tenure.objects.filter(pk=lead.tenure.pk).exists()


def test_nor_was_one_in_which_its_holder_said_what_is_still_true(team: Client) -> None:
    writer = make.lead(make.town("Ayr"), name="Ailsa", until=date(2026, 3, 6))
    lead = make.lead(writer.town, name="Isla Fraser", since=date(2026, 3, 9))
    report = make.report(about=lead.town, month=date(2026, 1, 1))
    item = make.item(of=report, by=writer.person)
    at = datetime(2026, 7, 6, 9, tzinfo=UTC)
    Echo.objects.create(item=item, months=3, answer="yes", by=lead.user, at=at)

    answer = team.post(reverse("front:office_mistake", args=[lead.tenure.key]), WRONG_PERSON)

    assert "Isla Fraser has written for Ayr on these days." in words(answer)


def test_what_was_written_elsewhere_or_later_holds_nothing_back(team: Client) -> None:
    lead = make.lead(until=date(2026, 3, 6))
    elsewhere = make.tenure(lead.person, Role.PROJECT_LEAD, town=make.town())
    make.jot(by=make.Holder(lead.user, elsewhere))
    make.jot(by=lead)

    answer = team.post(reverse("front:office_mistake", args=[lead.tenure.key]), WRONG_PERSON)

    assert answer.status_code == 302
    assert list(lead.person.tenures.all()) == [elsewhere]


def test_a_members_post_is_taken_back_without_asking_what_they_wrote(team: Client) -> None:
    member = make.steering_member()

    answer = team.post(reverse("front:office_mistake", args=[member.tenure.key]), WRONG_PERSON)

    assert answer.status_code == 302
    assert not member.person.tenures.exists()


def away(team: Client, lead: make.Holder, *, cover: str = "") -> Absence:
    team.post(
        reverse("front:office_absence", args=[lead.tenure.key]),
        day("starts_on", date(2026, 11, 2)) | {"cover": cover},
    )
    return Absence.objects.get()


def test_an_absence_that_has_begun_is_corrected(team: Client) -> None:
    lead = make.lead()
    for name in ("Mairi Gunn", "Callum Orr"):
        make.person(name)
    absence = away(team, lead, cover="Mairi Gunn")
    page = reverse("front:office_absence_correct", args=[lead.tenure.key, absence.pk])

    unknown = team.post(page, day("starts_on", date(2026, 10, 5)) | {"cover": "Nobody"})
    team.post(page, day("starts_on", date(2026, 10, 5)) | {"cover": "Mairi Gunn"})
    same = Tenure.objects.get(person__name="Mairi Gunn")
    assert (same.starts_on, Absence.objects.get().cover) == (date(2026, 10, 5), same)
    team.post(page, day("starts_on", date(2026, 10, 5)) | {"cover": "Callum Orr"})

    assert "Nobody is called Nobody." in words(unknown)
    cover = Absence.objects.get().cover
    assert cover is not None
    assert (cover.person.name, cover.starts_on) == ("Callum Orr", date(2026, 10, 5))
    assert not Tenure.objects.filter(person__name="Mairi Gunn").exists()


def test_a_cover_who_wrote_stays(team: Client) -> None:
    lead, deputy = make.lead(), make.user("Mairi Gunn")
    absence = away(team, lead, cover="Mairi Gunn")
    cover = make.Holder(deputy, Tenure.objects.get(person=deputy.person))
    make.jot(by=cover, noticed_on=date(2026, 11, 9))

    corrected = team.post(
        reverse("front:office_absence_correct", args=[lead.tenure.key, absence.pk]),
        day("starts_on", date(2026, 11, 2)),
    )
    taken_back = team.post(
        reverse("front:office_absence_mistake", args=[lead.tenure.key, absence.pk]), WRONG_PERSON
    )

    assert "cover" in corrected.context["form"].errors
    assert "Mairi Gunn has written" in words(taken_back)
    assert Absence.objects.get().cover is not None


def test_an_absence_is_taken_back_with_its_cover_and_the_month_returns(team: Client) -> None:
    lead = make.lead()
    make.person("Mairi Gunn")
    absence = away(team, lead, cover="Mairi Gunn")
    page = reverse("front:office_absence_mistake", args=[lead.tenure.key, absence.pk])

    shown = words(team.get(reverse("front:office_tenure", args=[lead.tenure.key])))
    answer = team.post(page, WRONG_PERSON)

    assert page in shown
    assert answer.status_code == 302
    assert not Absence.objects.exists()
    november = Obligation.objects.get(town=lead.town, month=date(2026, 11, 1))
    assert november.holder == lead.tenure


def test_an_absence_without_cover_is_taken_back(team: Client) -> None:
    lead = make.lead()
    absence = away(team, lead)

    team.post(
        reverse("front:office_absence_mistake", args=[lead.tenure.key, absence.pk]), WRONG_PERSON
    )

    assert not Absence.objects.exists()


def test_a_planned_pause_is_taken_back_on_the_towns_page(team: Client) -> None:
    town, ahead = make.town(), timezone.localdate() + timedelta(days=9)
    page = reverse("front:office_town", args=[town.slug])
    team.post(page, {"status": TownStatus.Status.PAUSED, **day("from_on", ahead)})
    take_back = reverse("front:office_town_take_back", args=[town.slug])

    shown = words(team.get(page))
    answers = [
        words(team.post(take_back, {"from_on": ahead.isoformat()}, follow=True)) for _ in range(2)
    ]

    assert take_back in shown
    assert f'name="from_on" value="{ahead.isoformat()}"' in shown
    assert "The change has been taken back" in answers[0]
    assert "This change has been taken back already" in answers[1]
    assert take_back not in answers[1]
    assert town.statuses.get().ends_on is None
