"""What a mail provider posts is kept once, from whoever knows the secret, and never a fault."""

import base64
import hashlib
import hmac
import io
import json
import sys
from collections.abc import Callable
from types import BuiltinFunctionType, FrameType
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from pytest_django import Settings

from outbox import work
from outbox.actions.promising import blank_letter
from outbox.kinds import Lane
from outbox.models import Letter, MailReport, Suppression
from tests.outbox.world import AT

pytestmark = pytest.mark.django_db

SECRET = "portal:lng0w5kq7b1x"
KEY = UUID("7d3f0c52-9a41-4e0b-8a5e-3f1b6c2d4e90")
MESSAGE_ID = f"{KEY}@portal.example.org"
READER = "isla.lennox@example.org"
SIGNING_KEY = "key-3ax6xnjp29jd6fds4gc373sgvjxteol0"
What = MailReport.What
MB = 1024 * 1024

type Answer = Any  # Django's test client says of it what no type does

POSTMARK: dict[str, Any] = {
    "RecordType": "Bounce",
    "MessageStream": "outbound",
    "ID": 692560173,
    "Type": "HardBounce",
    "TypeCode": 1,
    "Name": "Hard bounce",
    "Tag": "",
    "MessageID": "2c1b63fe-43f2-4db5-91b0-8bdfa44a9316",
    "Metadata": {},
    "ServerID": 23,
    "Description": "The server was unable to deliver your message (ex: unknown user).",
    "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
    "Email": "Isla.Lennox@example.org",
    "From": "portal@example.org",
    "BouncedAt": "2026-10-26T08:00:07Z",
    "DumpAvailable": True,
    "Inactive": True,
    "CanActivate": True,
    "Subject": "Ayr: October is due today",
    "Content": f"Return-Path: <>\r\n\r\nMessage-ID: <{MESSAGE_ID}>\r\n",
}
MAILGUN: dict[str, Any] = {
    "event": "failed",
    "id": "G9Bn5sl1TC6nu79C8C0bwg",
    "timestamp": 1793001607.908181,
    "log-level": "error",
    "severity": "permanent",
    "reason": "bounce",
    "delivery-status": {
        "attempt-no": 1,
        "message": "5.1.1 The email account that you tried to reach does not exist",
        "code": 550,
        "description": "",
        "session-seconds": 0.43,
    },
    "flags": {"is-routed": False, "is-authenticated": True, "is-test-mode": False},
    "envelope": {"sender": "portal@example.org", "transport": "smtp", "targets": READER},
    "message": {
        "headers": {
            "to": f"Isla Lennox <{READER}>",
            "message-id": MESSAGE_ID,
            "from": "Local Learning Cohort <portal@example.org>",
            "subject": "Ayr: October is due today",
        },
        "attachments": [],
        "size": 4321,
    },
    "recipient": READER,
    "recipient-domain": "example.org",
    "campaigns": [],
    "tags": [],
    "user-variables": {},
}
SPARKPOST: dict[str, Any] = {
    "type": "bounce",
    "bounce_class": "10",
    "event_id": "92356927693813856",
    "message_id": "000443ee14578172be22",
    "transmission_id": "65832150921904138",
    "timestamp": "1793001607",
    "raw_rcpt_to": READER,
    "rcpt_to": READER,
    "raw_reason": "550 5.1.1 no such user",
    "reason": "550 5.1.1 no such user",
    "rcpt_meta": {},
}


@pytest.fixture(autouse=True)
def provider(settings: Settings) -> None:
    settings.BASE_URL = "https://portal.example.org"
    settings.BOUNCE_PROVIDER = "postmark"
    settings.BOUNCE_SECRET = [SECRET, "portal:the-one-before"]
    settings.BOUNCE_SIGNING_KEY = SIGNING_KEY


@pytest.fixture
def letter(provider: None) -> Letter:  # noqa: ARG001 -- it must know its host
    made = blank_letter(person=1, lane=Lane.MAIL, at=AT)
    made.key, made.message_id, made.to = KEY, f"<{MESSAGE_ID}>", READER
    made.state, made.accepted_at = Letter.State.ACCEPTED, AT
    made.save()
    return made


def basic(secret: str) -> str:
    return "Basic " + base64.b64encode(secret.encode()).decode()


def post(
    body: object,
    *,
    to: str = "postmark",
    secret: str | None = SECRET,
    sort: str = "application/json",
    **headers: str,
) -> Answer:
    """As a provider posts: without a cookie or a token of a form."""
    client = Client(enforce_csrf_checks=True)
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    if secret is not None:
        headers["Authorization"] = basic(secret)
    return client.post(f"/letters/bounces/{to}/tracking/", raw, content_type=sort, headers=headers)


def signed(event: dict[str, Any], *, key: str = SIGNING_KEY, token: str = "t1") -> dict[str, Any]:
    """As Mailgun signs."""
    told = f"1793001608{token}".encode()
    signature = hmac.new(key.encode(), told, hashlib.sha256).hexdigest()
    block = {"token": token, "timestamp": "1793001608", "signature": signature}
    return {"signature": block, "event-data": event}


def from_mandrill(events: list[dict[str, Any]], *, key: str = SIGNING_KEY) -> Answer:
    """As Mandrill posts: a form, signed together with the address that it was posted to."""
    told = json.dumps(events)
    url = f"http://{SECRET}@testserver/letters/bounces/mandrill/tracking/"
    digest = hmac.new(key.encode(), f"{url}mandrill_events{told}".encode(), hashlib.sha1).digest()
    return Client(enforce_csrf_checks=True).post(
        "/letters/bounces/mandrill/tracking/",
        {"mandrill_events": told},
        headers={
            "Authorization": basic(SECRET),
            "X-Mandrill-Signature": base64.b64encode(digest).decode(),
        },
    )


def kept() -> list[tuple[str, UUID | None, str, str]]:
    rows = MailReport.objects.order_by("pk")
    return list(rows.values_list("what", "letter_key", "email", "reply"))


def test_postmark_reports_a_bounce() -> None:
    assert post(POSTMARK).status_code == 200

    assert kept() == [
        (
            What.HARD,
            KEY,
            READER,
            f"{POSTMARK['Details']} {POSTMARK['Description']}",
        )
    ]
    report = MailReport.objects.get()
    assert (report.provider, report.message_id) == ("postmark", POSTMARK["MessageID"])
    assert report.settled_at is None  # not while the provider waits
    assert str(report) == "Came back because of the address, reported by postmark"


def test_a_bounce_that_only_the_provider_can_name_is_kept_for_its_address() -> None:
    post({**POSTMARK, "Content": ""})

    assert [row[:3] for row in kept()] == [(What.HARD, None, READER)]


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"Type": "HardBounce"}, What.HARD),
        ({"Type": "SoftBounce", "TypeCode": 4096}, What.SOFT),
        ({"Type": "Blocked"}, What.SOFT),
        ({"Type": "BadEmailAddress"}, What.HARD),
        ({"Type": "Transient"}, What.DELAYED),
        ({"Details": "smtp;552 5.2.2 mailbox full"}, What.SOFT),
        ({"RecordType": "SpamComplaint", "Type": "SpamComplaint"}, What.COMPLAINED),
        (
            {"RecordType": "SubscriptionChange", "SuppressionReason": "ManualSuppression"},
            What.UNSUBSCRIBED,
        ),
        ({"RecordType": "Delivery", "DeliveredAt": "2026-10-26T08:00:09Z"}, What.DELIVERED),
        ({"RecordType": "Open"}, None),
        ({"RecordType": "Click"}, None),
        ({"Type": "AutoResponder"}, None),
    ],
)
def test_each_sort_of_report_is_understood(changed: dict[str, object], what: str | None) -> None:
    assert post(POSTMARK | changed).status_code == 200

    assert [row[0] for row in kept()] == ([what] if what else [])


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({}, What.HARD),
        ({"severity": "temporary", "reason": "generic"}, What.DELAYED),
        ({"reason": "suppress-bounce", "delivery-status": {"code": 605}}, What.HARD),
        ({"reason": "generic", "delivery-status": {"code": 550, "message": "5.7.1"}}, What.SOFT),
        ({"event": "delivered"}, What.DELIVERED),
        ({"event": "complained"}, What.COMPLAINED),
        ({"event": "unsubscribed"}, What.UNSUBSCRIBED),
        ({"event": "opened"}, None),
    ],
)
def test_mailgun_reports_by_the_message_id_that_we_gave(
    settings: Settings, changed: dict[str, object], what: str | None
) -> None:
    settings.BOUNCE_PROVIDER = "mailgun"

    assert post(signed(MAILGUN | changed), to="mailgun").status_code == 200

    assert [row[:3] for row in kept()] == ([(what, KEY, READER)] if what else [])


def test_mandrill_reports_by_a_form(settings: Settings) -> None:
    settings.BOUNCE_PROVIDER = "mandrill"
    events = [
        {"event": event, "_id": f"m{n}", "ts": 1793001607 + n, "msg": {"email": READER, **more}}
        for n, (event, more) in enumerate(
            [
                ("send", {}),
                ("hard_bounce", {"diag": "smtp;550 5.1.1 no such user"}),
                ("soft_bounce", {"diag": "smtp;550 5.1.1 no such user"}),
                ("spam", {}),
            ]
        )
    ]

    assert from_mandrill(events).status_code == 200
    assert from_mandrill(events, key="another").status_code == 403

    assert [row[0] for row in kept()] == [What.HARD, What.SOFT, What.COMPLAINED]


@pytest.mark.parametrize(
    ("reason", "what"), [("550 5.1.1 no such user", What.HARD), ("", What.SOFT)]
)
def test_what_a_provider_could_not_send_is_the_fault_of_the_address_if_a_server_said_so(
    settings: Settings, reason: str, what: str
) -> None:
    settings.BOUNCE_PROVIDER = "brevo"
    event = {"event": "error", "email": READER, "message-id": f"<{MESSAGE_ID}>", "reason": reason}

    assert post(event, to="brevo").status_code == 200

    assert kept() == [(what, KEY, READER, reason)]


def test_a_batch_is_kept_whole(settings: Settings) -> None:
    settings.BOUNCE_PROVIDER = "sparkpost"
    events = [
        {"msys": {"message_event": SPARKPOST | changed}}
        for changed in (
            {},
            {"bounce_class": "22", "raw_reason": "mailbox full", "transmission_id": "2"},
            {"type": "delivery", "raw_rcpt_to": "second@example.org"},
        )
    ]

    assert post([*events, {"msys": {}}], to="sparkpost").status_code == 200

    assert [(row[0], row[2]) for row in kept()] == [
        (What.HARD, READER),
        (What.SOFT, READER),
        (What.DELIVERED, "second@example.org"),
    ]


def test_the_same_report_five_times_is_one(letter: Letter, settings: Settings) -> None:
    settings.BOUNCE_PROVIDER = "mailgun"

    for number in range(5):  # Mailgun signs anew each time
        assert post(signed(MAILGUN, token=f"t{number}"), to="mailgun").status_code == 200
        work.sweep_now()

    letter.refresh_from_db()
    assert (letter.state, letter.bounced_at is not None) == (Letter.State.ACCEPTED, True)
    assert MailReport.objects.count() == 1
    assert [one.email for one in Suppression.objects.all()] == [READER]


def test_who_does_not_know_the_secret_is_refused() -> None:
    wrong = [
        None,
        "",
        ":",
        "portal",
        "portal:",
        SECRET[:-1],
        SECRET + "x",
        SECRET.upper(),
        "portal:Ünïcode",
        "\x00",
        "a" * 4000,
    ]

    answers = [post(POSTMARK, secret=secret) for secret in wrong]

    assert [answer.status_code for answer in answers] == [401] * len(wrong)
    assert {answer["WWW-Authenticate"] for answer in answers} == {'Basic realm="bounces"'}
    assert kept() == []


@pytest.mark.parametrize(
    "header", ["Basic", "Basic !!", "Basic a b", "Bearer x", "Basic /w==", " "]
)
def test_a_header_that_holds_no_secret_is_refused(header: str) -> None:
    assert post(POSTMARK, secret=None, Authorization=header).status_code == 401


def test_the_secret_before_is_known_while_it_is_changed() -> None:
    assert post(POSTMARK, secret="portal:the-one-before").status_code == 200


def test_without_any_secret_nobody_is_believed(settings: Settings) -> None:
    settings.BOUNCE_SECRET = []

    assert post(POSTMARK).status_code == 400
    assert kept() == []


@pytest.mark.parametrize(
    "block",
    [
        {},
        {"signature": {}},
        {"signature": {"token": "t1", "timestamp": "1793001608", "signature": ""}},
        {"signature": {"token": "t1", "timestamp": "1793001608", "signature": "é"}},
        signed(MAILGUN, key="another"),
    ],
)
def test_the_providers_own_signature_is_asked_for_too(
    settings: Settings, block: dict[str, object]
) -> None:
    settings.BOUNCE_PROVIDER = "mailgun"

    answer = post({"event-data": MAILGUN} | block, to="mailgun")

    assert answer.status_code == 403
    assert kept() == []


def compared(work: Callable[[], object]) -> list[tuple[object, object]]:
    """What was compared in constant time while it ran: nothing is put in the place of anything."""
    found: list[tuple[object, object]] = []

    def look(frame: FrameType, event: str, called: object) -> None:
        if event == "c_call" and called is hmac.compare_digest:
            found.append((frame.f_locals.get("val1"), frame.f_locals.get("val2")))

    assert isinstance(hmac.compare_digest, BuiltinFunctionType)
    sys.setprofile(look)
    try:
        work()
    finally:
        sys.setprofile(None)
    return found


@pytest.mark.parametrize("secret", ["x", "portal:wrong", SECRET[:-1] + "!"])
def test_secrets_and_signatures_are_compared_in_constant_time(
    settings: Settings, secret: str
) -> None:
    settings.BOUNCE_PROVIDER = "mailgun"
    told = signed(MAILGUN, key="another")

    looked = compared(lambda: post(told, to="mailgun", secret=secret))
    then = compared(lambda: post(told, to="mailgun"))

    assert looked == [(secret, SECRET), (secret, "portal:the-one-before")]
    assert (told["signature"]["signature"], signed(MAILGUN)["signature"]["signature"]) in then


@pytest.mark.parametrize("octets", [1_000_001, MB, 3 * MB])
def test_what_is_too_large_is_refused(octets: int) -> None:
    padded = json.dumps(POSTMARK).encode()

    assert post(padded + b" " * (octets - len(padded))).status_code == 413
    assert kept() == []


def test_what_is_nearly_too_large_is_kept() -> None:
    padded = json.dumps(POSTMARK).encode()

    assert post(padded + b" " * (1_000_000 - len(padded))).status_code == 200
    assert len(kept()) == 1


class Broken(io.RawIOBase):
    """A line that breaks while something is posted."""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 -- as a stream is read
        raise ConnectionResetError


def test_what_breaks_off_is_refused() -> None:
    broken: dict[str, Any] = {"wsgi.input": Broken(), "HTTP_AUTHORIZATION": basic(SECRET)}

    answer = Client().generic(
        "POST", "/letters/bounces/postmark/tracking/", "{}", "application/json", **broken
    )

    assert answer.status_code == 400


BODIES: list[bytes] = [
    b"",
    b"\x00",
    b"\xff\xfe",
    b"null",
    b"7",
    b'"Bounce"',
    b"[]",
    b"{}",
    b"[[]]",
    b"[{}]",
    b'{"RecordType": null}',
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"1" * 100_000,
    b"1e999",
    json.dumps(POSTMARK | {"BouncedAt": 7}).encode(),
    json.dumps(POSTMARK | {"BouncedAt": "9999-99-99T99:99:99Z"}).encode(),
    json.dumps(POSTMARK | {"Email": {"a": ["b"]}, "Details": [1], "MessageID": {}}).encode(),
    json.dumps(POSTMARK | {"Email": "\x00\ud800İ@example.org", "Details": "\x00\ud800"}).encode(),
    json.dumps(POSTMARK | {"Email": "a" * 300 + "@example.org", "MessageID": "x" * 9000}).encode(),
    json.dumps(POSTMARK | {"Metadata": None}).encode(),
    json.dumps(POSTMARK | {"RecordType": "Inbound"}).encode(),
    json.dumps(signed(MAILGUN | {"timestamp": "later"})).encode(),
    json.dumps(signed(MAILGUN | {"timestamp": 1e300})).encode(),
    json.dumps(signed(MAILGUN | {"message": None, "delivery-status": 7})).encode(),
    json.dumps(signed(MAILGUN | {"event": None, "recipient": None})).encode(),
    json.dumps({"msys": 7}).encode(),
    json.dumps([{"msys": {"message_event": {"type": "bounce"}}}]).encode(),
    json.dumps([{"msys": {"message_event": SPARKPOST | {"timestamp": -(10**30)}}}]).encode(),
    json.dumps([{"msys": {"a": {}, "b": {}}}]).encode(),
    b"mandrill_events=%5B",
    b"mandrill_events=%5B7%5D&mandrill_events=",
]
PROVIDERS = [
    "brevo",
    "mailersend",
    "mailgun",
    "mailjet",
    "mailtrap",
    "mandrill",
    "postal",
    "postmark",
    "resend",
    "sparkpost",
    "unisender_go",
]


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize(
    "sort", ["application/json", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_nothing_that_is_posted_is_a_fault(settings: Settings, name: str, sort: str) -> None:
    settings.BOUNCE_PROVIDER = name

    codes = {post(body, to=name, sort=sort).status_code for body in BODIES}

    assert codes <= {200, 400, 403}


@pytest.mark.parametrize("name", ["", "mailgun"])
def test_without_a_provider_or_of_another_one_the_address_does_not_exist(
    settings: Settings, name: str
) -> None:
    settings.BOUNCE_PROVIDER = name

    assert post(POSTMARK).status_code == 404
    assert Client().get("/letters/bounces/postmark/tracking/").status_code == 404


def test_a_provider_may_look_first() -> None:
    client = Client()

    answers = [
        client.get("/letters/bounces/postmark/tracking/"),
        client.head("/letters/bounces/postmark/tracking/"),
    ]

    assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"")] * 2
    assert client.put("/letters/bounces/postmark/tracking/").status_code == 405


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"BOUNCE_PROVIDER": ""}, None),
        ({}, None),
        ({"BOUNCE_PROVIDER": "pigeon"}, "outbox.E001"),
        ({"BOUNCE_SECRET": ["secret-without-a-name"]}, "outbox.E002"),
        ({"BOUNCE_SECRET": []}, "outbox.E003"),
        ({"BOUNCE_PROVIDER": "mailgun", "BOUNCE_SIGNING_KEY": ""}, "outbox.E003"),
        ({"BOUNCE_PROVIDER": "amazon_ses"}, "outbox.E003"),  # asks for a library of its own
        *(({"BOUNCE_PROVIDER": name}, None) for name in PROVIDERS),
    ],
)
def test_a_provider_that_could_not_report_is_told_at_start_up(
    settings: Settings, changed: dict[str, object], fault: str | None
) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)

    if fault is None:
        call_command("check")
    else:
        with pytest.raises(SystemCheckError, match=fault):
            call_command("check")
