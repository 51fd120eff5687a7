"""A letter as it goes over the wire: headers that hold, lines that fit, no defect to a reader."""

from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

import pytest
from django.urls import resolve
from pytest_django import Settings

from outbox.actions.bundling import bundle
from outbox.actions.promising import write
from outbox.kinds import Calendar, Kind, Part
from outbox.models import Letter
from tests.outbox.world import ASKED, AT, DUE, NEWS, PLAIN, ROLE, World, address_of, letter_now
from tests.relay import Relay

pytestmark = pytest.mark.django_db

INVITATION = Calendar(
    b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:D\xc3\xb9n\r\nEND:VCALENDAR\r\n",
    "text/calendar; method=REQUEST; charset=utf-8",
    'application/ics; name="invite.ics"',
    "invite.ics",
)
INJECTIONS = [
    "Reader\r\nBcc: other@example.org",
    "Reader\nX-Injected: yes",
    "Reader\rX-Injected: yes",
    "Reader\u2028X-Injected: yes",
    "Reader\u0085X-Injected: yes",
    "Reader\x0bX-Injected: yes",
    '"Reader" <other@example.org>, ',
    "Reader>, <other@example.org",
    'Reader \\" Backslash\\',
    "=?utf-8?q?Reader=0D=0ABcc=3A_other=40example=2Eorg?=",
    "Readér \u202e gnirts",
    "\x07Reader",
    "Reader " * 60,
    "Dòmhnall Mac a\N{RIGHT SINGLE QUOTATION MARK} Ghobhainn",
    "王小明, 阿倫",
]
ADDRESSES = [
    "reader1@example.org\r\nRCPT TO:<other@example.org>",
    "reader1@example.org\nBcc: other@example.org",
    "reader1@example.org> SIZE=1",
    "reader1@example.org, other@example.org",
    "<reader1@example.org>",
    "reader1@example.org other@example.org",
    "Reader <reader1@example.org>",
    "rëader@example.org",
    "reader1@exämple.org",
    "reader1",
    "@example.org",
    "",
]


def read(raw: bytes) -> EmailMessage:
    """As a mail program reads it: nothing may be odd."""
    letter = BytesParser(EmailMessage, policy=default).parsebytes(raw)
    for part in letter.walk():
        assert part.defects == []
        assert [value.defects for value in part.values() if value.defects] == []
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    return letter


def only(relay: Relay) -> EmailMessage:
    [letter] = relay.taken
    return read(letter.raw)


def test_its_headers_say_what_it_is(relay: Relay, world: World, settings: Settings) -> None:
    settings.BASE_URL = "https://portal.example.org"
    settings.CONTACT_EMAIL = "help@example.org"
    world.promise()

    world.deliver()

    letter = only(relay)
    assert dict(letter.items()) == {
        "From": "Local Learning Cohort <portal@example.org>",
        "To": f"Reader 1 <{address_of(1)}>",
        "Subject": "Thing 1 of 2026-10",
        "Date": "Fri, 06 Nov 2026 09:30:00 +0000",
        "Message-ID": letter_now().message_id,
        "Reply-To": "help@example.org",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Id": "<reminders.portal.example.org>",
        "List-Unsubscribe": letter["List-Unsubscribe"],
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
        "Content-Type": letter["Content-Type"],
    }
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert letter_now().message_id.endswith("@portal.example.org>")
    assert relay.taken[0].sender == "portal@example.org"


def test_the_address_that_stops_it_stands_on_one_line(relay: Relay, world: World) -> None:
    world.promise()

    world.deliver()

    [line] = [one for one in relay.taken[0].raw.split(b"\r\n") if b"List-Unsubscribe:" in one]
    address = line.decode().removeprefix("List-Unsubscribe: <").removesuffix(">")
    assert resolve(address.removeprefix("http://localhost:8000")).view_name == "outbox:stop"


@pytest.mark.parametrize(
    ("kinds", "list_id", "can_stop"),
    [
        ((ROLE,), "<account.localhost>", False),
        ((NEWS,), "<news.localhost>", True),
        ((NEWS, DUE), "<reminders.localhost>", True),
        ((ROLE, NEWS), "<news.localhost>", True),
    ],
)
def test_what_is_a_duty_cannot_be_stopped(
    relay: Relay, world: World, kinds: tuple[Kind, ...], list_id: str, *, can_stop: bool
) -> None:
    for kind in kinds:
        world.promise(kind)

    world.deliver()

    letter = only(relay)
    assert letter["List-Id"] == list_id
    assert ("List-Unsubscribe" in letter, "List-Unsubscribe-Post" in letter) == (can_stop, can_stop)


def test_where_reports_of_failure_go_names_the_letter(
    relay: Relay, world: World, settings: Settings
) -> None:
    settings.BOUNCE_ADDRESS = "bounces@example.org"
    world.promise()

    world.deliver()

    assert relay.taken[0].sender == f"bounces+{letter_now().key.hex}@example.org"


@pytest.mark.parametrize("name", INJECTIONS)
def test_no_name_makes_a_header_or_a_reader(relay: Relay, world: World, name: str) -> None:
    world.names[1] = name
    world.promise()

    world.deliver()

    letter = only(relay)
    assert relay.copies() == {address_of(1): 1}
    [to] = letter["To"].addresses
    assert to.addr_spec == address_of(1)
    assert not {"Bcc", "Cc", "X-Injected"} & set(letter.keys())
    if name.isprintable() and len(name) < 60:
        assert "".join(to.display_name.split()) == "".join(name.split())


@pytest.mark.parametrize("subject", [*INJECTIONS, "x" * 400, "é" * 400, "  two  spaces "])
def test_no_subject_makes_a_header(relay: Relay, world: World, subject: str) -> None:
    world.said["test.thing:1"] = Part(subject, "Text", "you are here")
    world.promise()

    world.deliver()

    letter = only(relay)
    assert not {"Bcc", "Cc", "X-Injected"} & set(letter.keys())
    assert relay.copies() == {address_of(1): 1}
    assert str(letter["Subject"]) == letter_now().subject
    assert letter_now().subject.isprintable()


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_no_address_gets_no_letter(relay: Relay, world: World, address: str) -> None:
    world.emails[1] = address
    world.promise()
    world.promise(to=2)

    world.deliver()

    assert relay.copies() == {address_of(2): 1}
    assert Letter.objects.get(person=1).state == Letter.State.ASIDE


@pytest.mark.parametrize("takes_8bit", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "Plain words.",
        "Gàidhlig, 王小明, 🙂 and a soft\u00adhyphen.",
        "A line.\n.\n..\n.dot\n. dot\nFrom somebody\n",
        "One word: " + "x" * 3000,
        "é" * 3000,
        "> What somebody wrote, quoted.",
        "tab\tand  spaces  \nand = equals =3D signs",
    ],
)
def test_every_text_arrives_as_it_was_written(
    relay: Relay, world: World, text: str, *, takes_8bit: bool
) -> None:
    relay.offers_8bit = takes_8bit
    world.said["test.thing:1"] = Part("Subject", text, "you are here")
    world.promise()

    world.deliver()

    letter = only(relay)
    assert takes_8bit or relay.taken[0].raw.isascii()
    body = letter.get_body(("plain",))
    page = letter.get_body(("html",))
    assert body is not None
    assert page is not None
    assert "".join(str(body.get_content()).split()).startswith(
        "".join(("DearReader1," + text).split())[:200]
    )
    assert str(page.get_content()).startswith("<!DOCTYPE html>")


def test_a_line_that_begins_with_a_dot_keeps_it(relay: Relay, world: World) -> None:
    write(
        PLAIN.name,
        to=address_of(1),
        subject="Dots",
        text="Dots",
        html="<p>\n.\n..\n.one dot\r\rend",
        about="test.thing:1",
        at=AT,
    )

    world.deliver()

    page = only(relay).get_body(("html",))
    assert page is not None
    assert page.get_content().splitlines() == ["<p>", ".", "..", ".one dot", "", "end"]


def test_a_letter_written_at_once_keeps_its_words(relay: Relay, world: World) -> None:
    letter = write(
        PLAIN.name,
        to=address_of(1),
        subject="Your account\r\nchanged",
        text="Something changed.",
        about="test.thing:1",
        reasons=["it is your account"],
        useful_until=AT + timedelta(hours=1),
        at=AT,
    )
    assert letter is not None
    bundle(at=AT)

    world.deliver()

    found = only(relay)
    body = found.get_body(("plain",))
    assert body is not None
    assert (found["Subject"], found["To"]) == ("Your account changed", address_of(1))
    text = body.get_content().replace("\r\n", "\n")
    assert text.startswith("Something changed.\n\n-- \nYou get this because it is your account.")


@pytest.mark.parametrize("takes_8bit", [True, False])
def test_a_calendar_object_comes_beside_the_text_and_as_a_file_with_the_same_bytes(
    relay: Relay, world: World, *, takes_8bit: bool
) -> None:
    relay.offers_8bit = takes_8bit
    world.said["test.thing:1"] = Part("Come", "Dùn", "you are here", INVITATION)
    world.promise(ASKED)

    world.deliver()

    letter = only(relay)
    forms, file = letter.iter_parts()
    calendar = list(forms.iter_parts())[2]
    assert [(one.get_content_type(), one.get_content_disposition()) for one in letter.walk()] == [
        ("multipart/mixed", None),
        ("multipart/alternative", None),
        ("text/plain", None),
        ("text/html", None),
        ("text/calendar", None),
        ("application/ics", "attachment"),
    ]
    assert (calendar.get_param("method"), calendar.get_content_charset()) == ("REQUEST", "utf-8")
    assert file.get_filename() == "invite.ics"
    contents = [one.get_payload(decode=True) for one in (calendar, file)]
    assert contents == [INVITATION.content] * 2


def test_a_letter_with_a_calendar_object_is_the_same_at_each_attempt(
    relay: Relay, world: World
) -> None:
    relay.tell("dot", "452 4.3.1 No room", to=address_of(1))
    world.said["test.thing:1"] = Part("Come", "Text", "you are here", INVITATION)
    world.promise(ASKED)

    world.deliver()
    world.wait(hours=1)
    world.deliver()

    first, second = relay.heard
    assert first == second
    assert relay.copies() == {address_of(1): 1}
