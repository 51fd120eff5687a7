"""The register is taken as a file and read from one: shown first, then kept, all or nothing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from audit.models import Entry
from bench.budgets import SENT_FORM
from front.actions.register import RegisterChanged, export_register, import_register, plan_of
from people.actions.organisations import (
    merge_organisations,
    part_organisations,
    rename_organisation,
)
from people.models import Organisation, OrganisationName
from people.register_files import read_register
from people.register_plan import Plan
from tests import make
from tests.front.pages import Answer, words

pytestmark = pytest.mark.django_db

NOW, TODAY = timezone.now(), timezone.localdate()


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(make.second_step(make.team_member()).user)
    return client


def send(team: Client, content: str | bytes) -> Answer:
    """To the page that shows what would change."""
    raw = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("register.csv", raw, "text/csv")
    return team.post(reverse("front:office_register_import"), {"file": file})


def keep(team: Client, shown: Answer) -> Answer:
    """The second press."""
    hidden = shown.context["confirm"].initial
    return team.post(reverse("front:office_register_confirm"), hidden, follow=True)


def kept() -> str:
    return export_register(by=make.team_member().user, at=NOW)


def row(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def known(name: str) -> Organisation:
    """In the register, with the slug that its name makes."""
    made = make.organisation(name)
    made.slug = slugify(name)
    made.save()
    return made


def varied() -> None:
    """One of everything that a register holds."""
    trust, hub = known("=Walk Wheel Trust"), known("PHS")
    trust.names.create(name="Sustrans", until_on=date(2025, 7, 3))
    trust.names.create(name="+WW", is_alias=True)
    team, old = known("PHS - Housing"), known("Cyclebag")
    Organisation.objects.filter(pk=team.pk).update(kind="team", parent=hub)
    merge_organisations(old, into=trust, by=make.team_member().user, at=NOW)


def test_the_register_is_taken_as_a_file_and_who_took_it_is_kept(team: Client) -> None:
    varied()

    answer = team.post(reverse("front:office_register"))

    assert answer["Content-Disposition"] == 'attachment; filename="register.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbfname,kind,sector,parent,aliases,former names,")
    assert "'=Walk Wheel Trust,body,,,'+WW,Sustrans (until 2025-07-03)," in answer.content.decode()
    [entry] = Entry.objects.filter(verb="register.exported")
    assert entry.facts == {"rows": Organisation.objects.count()}


def test_whoever_lacks_the_second_step_is_sent_to_set_it_up(client: Client) -> None:
    client.force_login(make.team_member().user)

    answer = client.post(reverse("front:office_register"))

    assert answer["Location"] == reverse("front:second_factor")
    assert not Entry.objects.filter(verb="register.exported").exists()


def test_a_file_that_was_taken_changes_nothing_when_it_is_read(team: Client) -> None:
    varied()
    table = kept()

    shown = send(team, table)

    assert shown.context["plan"] == Plan(unchanged=Organisation.objects.count())
    assert "Nothing would change." in words(shown)


def test_what_would_change_is_shown_first_then_kept_and_once_only(team: Client) -> None:
    known("Sustrans")
    hub = known("PHS")
    table = (
        "name,kind,parent,aliases,former names,slug\n"
        "Walk Wheel Trust,body,,WWT,Railway Paths (until 1995-01-01),sustrans\n"
        "PHS - Housing,team,phs,,,\n"
        "Advice Line,hosted,PHS - Housing,,,\n"
    )

    shown = send(team, table)
    before = Organisation.objects.count()
    done = keep(team, shown)
    again = send(team, table)

    told = words(shown)
    assert "New: 2" in told
    assert "Renamed: 1" in told
    assert "Walk Wheel Trust: called Sustrans until now; also called WWT" in told
    assert before == 2
    assert "2 added, 1 changed, 0 as before." in words(done)
    trust = row("Walk Wheel Trust")
    yesterday = TODAY - timedelta(days=1)
    assert set(trust.names.values_list("name", "is_alias", "until_on")) == {
        ("Sustrans", False, yesterday),
        ("Railway Paths", False, date(1995, 1, 1)),
        ("WWT", True, None),
    }
    assert row("PHS - Housing").parent == hub
    assert row("Advice Line").parent == row("PHS - Housing")
    assert again.context["plan"] == Plan(unchanged=3)


def test_a_column_that_is_not_there_changes_nothing(team: Client) -> None:
    varied()
    before = kept()

    keep_all = send(
        team,
        "slug,name\n"
        + "\n".join(
            f'{slug},"{name}"' for slug, name in Organisation.objects.values_list("slug", "name")
        ),
    )

    assert keep_all.context["plan"].changes == ()
    assert kept() == before


def test_an_alias_is_taken_out_a_parent_turned_round_and_a_merger_made_and_taken_back(
    team: Client,
) -> None:
    varied()
    table = kept().replace("'+WW", "").replace("PHS,body,,,", "PHS,body,,phs-housing,")
    table = table.replace("PHS - Housing,team,,phs,", "PHS - Housing,team,,,")
    table = table.replace(",walk-wheel-trust,cyclebag", ",,cyclebag")

    keep(team, send(team, table))

    assert not OrganisationName.objects.filter(is_alias=True).exists()
    assert row("PHS").parent == row("PHS - Housing")
    assert row("PHS - Housing").parent is None
    assert row("Cyclebag").merged_into is None
    keep(team, send(team, "name,merged into\nCyclebag,Sustrans\n"))
    assert row("Cyclebag").merged_into == row("=Walk Wheel Trust")


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("PAS,,,,nowhere", "Row 2, slug: no organisation has the slug “nowhere”."),
        ("Sustrans,,,,", "Row 2, name: “Sustrans” is Walk Wheel in the register."),
        ("PHS,,,,walk-wheel", "Row 2, name: “PHS” is in the register already"),
        ("New,,Nobody,,", "Row 2, parent: “Nobody” is not in the register."),
        ("New,,,Sustrans,", "Row 2, aliases: “Sustrans” is in the register already"),
        ("New,,,,\nnew,,,,", "Row 3, name: this is the organisation of row 2 again."),
        ("PHS,,,,phs\nPHS,,,,", "Row 3, name: this is the organisation of row 2 again."),
        ("New,,,Both,\nNewer,,,Both,", "Row 3, name: “Both” is given in row 2 too."),
        ("New,,,Newer,\nNewer,,,,", "Row 3, name: “Newer” is given in row 2 too."),
        ("One,team,Two,,\nTwo,team,One,,", "parent: in the end it would be above itself."),
        ("PHS,body,Walk Wheel,,phs\nWalk Wheel,body,PHS,,walk-wheel", "above itself."),
        ("PHS,body,PHS,,phs", "Row 2, parent: in the end it would be above itself."),
    ],
)  # fmt: skip
def test_what_the_register_forbids_is_said_by_row_and_column_and_nothing_is_kept(
    team: Client, lines: str, sentence: str
) -> None:
    known("Walk Wheel").names.create(name="Sustrans", until_on=date(2025, 7, 3))
    known("PHS")

    answer = send(team, f"name,kind,parent,aliases,slug\n{lines}\n")

    assert sentence in words(answer)
    assert "Nothing has been kept." in words(answer)
    assert "confirm" not in answer.context
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("New,PHS,,", "merged into: a new organisation cannot be merged."),
        ("PHS,PHS,,phs", "merged into: an organisation cannot be merged into itself."),
        ("Old,Third,,old", "merged into: it was merged into phs. Take that back first."),
        ("Older,phs,,old", "merged into: one that is merged, or is to stand by itself again,"),
        ("Third,phs,Zetland (until 2999-01-01),third", "is not past."),
        ("Third,,PHS (until 2020-01-01),third", "“PHS” is in the register already"),
    ],
)
def test_mergers_and_former_names_that_cannot_be_are_said(
    team: Client, line: str, sentence: str
) -> None:
    old, whole = known("Old"), known("PHS")
    known("Third")
    merge_organisations(old, into=whole, by=make.team_member().user, at=NOW)

    assert sentence in words(send(team, f"name,merged into,former names,slug\n{line}\n"))


def test_a_ring_of_mergers_is_refused(team: Client) -> None:
    known("One")
    known("Two")

    answer = send(team, "name,merged into\nOne,Two\nTwo,One\n")

    assert "Row 2, merged into: in the end it would be above itself." in words(answer)


def test_what_is_shown_is_what_is_kept_or_nothing_is(team: Client) -> None:
    sustrans = known("Sustrans")
    shown = send(team, "name,slug\nWalk Wheel,sustrans\nPHS,\n")
    rename_organisation(sustrans, name="Cyclebag", by=make.team_member().user, at=NOW)

    answer = keep(team, shown)

    assert "Nothing has been kept. The register was changed meanwhile." in words(answer)
    assert not Organisation.objects.filter(name="PHS").exists()


def test_a_refusal_on_the_way_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    by, read = make.team_member().user, read_register(b"name,aliases\nNew,Nova\n")
    plan = plan_of(read, user=by, at=NOW)
    monkeypatch.setattr("people.actions.register.add_alias", refusing)

    with pytest.raises(RegisterChanged):
        import_register(read, mark=plan.mark, by=by, at=NOW)

    assert not Organisation.objects.filter(name="New").exists()


def refusing(*_: object, **__: object) -> None:
    raise RegisterChanged("Somebody was faster.")


@pytest.mark.parametrize(
    "content",
    [b"name\r\n\x81\x8d", b"PK\x03\x04" + b"\0" * 99, b"", b"name\nPA\0S", b"\0" * 50, b"\xff\xfe"],
    ids=["letters", "workbook", "empty", "nul", "nuls", "mark"],
)
def test_no_file_breaks_the_page(team: Client, content: bytes) -> None:
    answer = send(team, content)

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_a_file_of_ten_megabytes_is_refused_in_a_sentence(team: Client) -> None:
    answer = send(team, b"name\n" + b"a" * 10_000_000)

    assert answer.status_code == 200
    assert "A file may have up to 3.9 MB; this one has 9.6 MB." in words(answer)


@pytest.mark.parametrize("typed", [{}, {"table": "x", "mark": ""}, {"table": "x", "mark": "y"}])
def test_a_confirmation_that_no_preview_made_keeps_nothing(
    team: Client, typed: dict[str, str]
) -> None:
    answer = team.post(reverse("front:office_register_confirm"), typed, follow=True)

    assert answer.status_code == 200
    assert not Entry.objects.filter(verb="register.imported").exists()


def test_nobody_else_takes_or_changes_the_register() -> None:
    user = make.lead().user

    with pytest.raises(PermissionDenied):
        export_register(by=user, at=NOW)
    with pytest.raises(PermissionDenied):
        import_register(read_register(b"name\nNew"), mark="", by=user, at=NOW)


def test_the_file_before_a_merger_is_the_file_after_it_was_taken_back() -> None:
    varied()
    by, twice, right = make.team_member().user, row("PHS"), row("=Walk Wheel Trust")
    make.contribution(to=make.session(on=TODAY), by=twice)
    before = kept()

    merge_organisations(twice, into=right, by=by, at=NOW)
    while_merged = kept()
    part_organisations(twice, by=by, at=NOW)

    assert while_merged != before
    assert kept() == before


def test_the_preview_takes_as_many_statements_for_many_rows_as_for_few(team: Client) -> None:
    found = []
    for number in (1, 40):
        table = "name\n" + "\n".join(f"New {one}" for one in range(number))
        send(team, table)
        with CaptureQueriesContext(connection) as captured:
            send(team, table)
        found.append(len(captured))
        for one in range(number):
            known(f"Known {number} {one}").names.create(name=f"K {number} {one}", is_alias=True)

    assert found[0] == found[1] <= SENT_FORM.statements
