"""Holidays on the office's pages: added, removed, and read from a file before anything is kept."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import make
from tests.front.pages import Answer, words
from towns.actions.holidays import load_default_holidays
from towns.models import Council, Holiday, Town

pytestmark = pytest.mark.django_db
OWN_SET = b"date,name\n2026-04-06,Easter Monday\n2026-09-18,September holiday\n"


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(make.second_step(make.team_member()).user)
    return client


@pytest.fixture
def town() -> Town:
    return make.town("Ayr", council=make.council("South Ayrshire Council"))


def page(name: str, council: Council) -> str:
    return reverse(f"front:{name}", args=[council.slug])


def holiday(on: date) -> dict[str, str]:
    return {
        "day_day": str(on.day),
        "day_month": str(on.month),
        "day_year": str(on.year),
        "name": "Easter Monday",
    }


def upload(team: Client, council: Council, content: bytes, extent: str = "whole") -> Answer:
    file = SimpleUploadedFile("days.csv", content)
    return team.post(page("office_import", council), {"file": file, "extent": extent})


def days_of(council: Council) -> list[date]:
    return list(Holiday.objects.filter(council=council).order_by("on").values_list("on", flat=True))


def test_adding_a_day_says_which_due_dates_stay_and_which_follow(team: Client, town: Town) -> None:
    other = make.town("Prestwick", council=town.council)
    make.lead(town)
    make.obligation(about=town, month=date(2026, 3, 1))

    answer = team.post(page("office_council", town.council), holiday(date(2026, 4, 6)), follow=True)

    told = words(answer)
    assert "Ayr: March 2026 is open already and stays due on Tuesday 7 April 2026." in told
    assert (
        f"{other.name}: March 2026 will be due on Wednesday 8 April 2026 "
        "instead of Tuesday 7 April 2026."
    ) in told


def test_a_day_that_no_due_date_hangs_on_moves_none(team: Client, town: Town) -> None:
    answer = team.post(
        page("office_council", town.council), holiday(date(2026, 4, 20)), follow=True
    )

    assert "No due date hangs on this day." in words(answer)


def test_a_day_that_is_there_already_is_refused_by_the_field(team: Client, town: Town) -> None:
    team.post(page("office_council", town.council), holiday(date(2026, 4, 6)))

    answer = team.post(page("office_council", town.council), holiday(date(2026, 4, 6)))

    assert "Monday 6 April 2026 is already a holiday of this council" in words(answer)
    assert days_of(town.council) == [date(2026, 4, 6)]


def test_a_day_is_removed_by_post_alone(team: Client, town: Town) -> None:
    load_default_holidays(town.council, years=[2026], by=None, at=timezone.now())
    address = reverse("front:office_holiday_remove", args=[town.council.slug, "2026-08-03"])

    assert team.get(address).status_code == 405
    assert team.post(address).status_code == 302
    assert team.post(address).status_code == 404
    assert date(2026, 8, 3) not in days_of(town.council)


def test_the_scottish_days_are_added_once(team: Client, town: Town) -> None:
    address = page("office_defaults", town.council) + "?year=2026"

    team.post(address)
    first = days_of(town.council)
    team.post(address)

    assert days_of(town.council) == first
    assert date(2026, 1, 2) in first


def test_a_file_is_shown_before_it_is_kept_and_then_kept_whole(team: Client, town: Town) -> None:
    load_default_holidays(town.council, years=[2026], by=None, at=timezone.now())
    before = days_of(town.council)

    preview = upload(team, town.council, OWN_SET)
    told = words(preview)
    unkept = days_of(town.council)
    sent = preview.context["confirm"].initial
    team.post(page("office_import_confirm", town.council), sent)

    assert "Monday 6 April 2026, Easter Monday" in told
    assert "Monday 3 August 2026, Summer Bank Holiday" in told
    assert unkept == before
    assert days_of(town.council) == [date(2026, 4, 6), date(2026, 9, 18)]


def test_the_same_file_again_changes_nothing(team: Client, town: Town) -> None:
    sent = upload(team, town.council, OWN_SET).context["confirm"].initial
    team.post(page("office_import_confirm", town.council), sent)

    again = upload(team, town.council, OWN_SET)

    assert "Nothing: all 2 days are kept already." in words(again)


def test_one_bad_row_keeps_every_row_out_and_is_named(team: Client, town: Town) -> None:
    answer = upload(team, town.council, OWN_SET + b"2026-02-31,No such day\n")

    told = words(answer)
    assert "<title>Error: Read holidays from a file" in told
    assert "<li>Row 4: “2026-02-31” is not a date." in told
    assert '<a href="#id_file">Nothing has been kept. Correct the rows in the file' in told
    assert 'role="alert"' in told
    assert days_of(town.council) == []


def test_of_very_many_bad_rows_the_first_are_named(team: Client, town: Town) -> None:
    answer = upload(team, town.council, OWN_SET + b"2026-02-31,No such day\n" * 25)

    told = words(answer)
    assert told.count("is not a date.") == 20
    assert "Rows with faults beside these: 5." in told


def test_a_quotation_mark_left_open_removes_no_day(team: Client, town: Town) -> None:
    load_default_holidays(town.council, years=[2027], by=None, at=timezone.now())
    before = days_of(town.council)

    answer = upload(team, town.council, b'2027-01-01,"unclosed\n2027-02-02,b')

    assert "Row 1: there is a line break or a tab within a cell." in words(answer)
    assert "confirm" not in (answer.context or {})
    assert days_of(town.council) == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is a PDF."),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 1000, "This is a picture."),
        (b"a,b\n" * 500_000, "The file is larger than 100 kB."),
        (b"\x00" * 50, "The file is empty."),
    ],
)
def test_a_wrong_upload_is_answered_by_a_sentence(
    team: Client, town: Town, content: bytes, sentence: str
) -> None:
    answer = upload(team, town.council, content)

    assert answer.status_code == 200
    assert sentence in words(answer)
    assert days_of(town.council) == []


def test_no_file_at_all_is_answered_by_a_sentence(team: Client, town: Town) -> None:
    answer = team.post(page("office_import", town.council), {"extent": "some", "file": "text"})

    assert "Choose a file." in words(answer)


@pytest.mark.parametrize("rows", ["", "date,name\n2026-02-31,x\n", "\x00", "x" * 300_000])
def test_a_forged_confirmation_keeps_nothing(team: Client, town: Town, rows: str) -> None:
    answer = team.post(
        page("office_import_confirm", town.council), {"rows": rows, "extent": "whole"}
    )

    assert answer.status_code == 302
    assert days_of(town.council) == []


@pytest.mark.parametrize("year", ["", "two", "99999", "-1", "2026"])
def test_any_year_in_the_address_is_answered(team: Client, town: Town, year: str) -> None:
    answer = team.get(page("office_council", town.council), {"year": year, "changed": "nonsense"})

    assert answer.status_code == 200
