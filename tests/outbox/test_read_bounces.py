"""What mail servers write back is understood, whichever wrote it, and nothing else is."""

import email
import random
import time
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from outbox.bounces import LARGEST, facts_in
from outbox.models import MailReport
from outbox.models.letters import LONGEST_REPLY
from outbox.reported import Fact, blamed

BOUNCES = Path(__file__).parent / "bounces"
KEY = UUID("7d3f0c52-9a41-4e0b-8a5e-3f1b6c2d4e90")
READER = "isla.lennox@example.org"
What = MailReport.What

# Each letter of the folder: what it says of our letter, of whom, and how the words begin.
SAYS: dict[str, tuple[str, str, str] | None] = {
    "another_letter": None,
    "complaint": (What.COMPLAINED, READER, "abuse"),
    "delivered": (What.DELIVERED, READER, "2.0.0 250 2.0.0 Ok"),
    "exchange_blocked": (What.SOFT, READER, "5.7.606 550 5.7.606 Access denied"),
    "exchange_not_found": (What.HARD, READER, "5.1.10 550 5.1.10 RESOLVER.ADR.Recip"),
    "exim_delayed_prose": (What.DELAYED, READER, ""),
    "exim_prose": (What.HARD, READER, "This message was created automatically"),
    "exim_unknown_user": (What.HARD, READER, "5.0.0 550 5.1.1 <isla.lennox@example.org>"),
    "forged": (What.HARD, "team@example.org", "5.1.1 550 5.1.1 User unknown"),
    "gmail_no_account": (What.HARD, READER, "5.1.1 550-5.1.1 The email account"),
    "gmail_out_of_storage": (What.SOFT, READER, "4.2.2 452 4.2.2 The recipient's inbox"),
    "out_of_office": None,
    "page_only": (What.HARD, READER, ""),
    "person_answers": None,
    "postfix_delayed": (What.DELAYED, READER, "4.4.1 connect to mx.example.org"),
    "postfix_mailbox_full": (What.SOFT, READER, "5.2.2 isla.lennox: over quota"),
    "postfix_unknown_user": (What.HARD, READER, "5.1.1 550 5.1.1 <isla.lennox@example.org>"),
    "qmail": (What.HARD, READER, ""),
    "read_receipt": None,
    "time_run_out": (What.SOFT, READER, "4.4.7"),
    "vacation": None,
}


@pytest.fixture(autouse=True)
def host(settings: Settings) -> None:
    settings.BASE_URL = "https://portal.example.org"


def written(name: str) -> bytes:
    return (BOUNCES / f"{name}.eml").read_bytes()


def test_every_letter_of_the_folder_is_told_of() -> None:
    assert {path.stem for path in BOUNCES.iterdir()} == set(SAYS)


@pytest.mark.parametrize("name", SAYS)
def test_a_letter_back_says_one_thing_or_nothing(name: str) -> None:
    found = facts_in(written(name))

    says = SAYS[name]
    assert [(fact.what, fact.letter_key, fact.email) for fact in found] == (
        [(says[0], KEY, says[1])] if says else []
    )
    assert all(fact.reply.startswith(says[2]) for fact in found if says)


@pytest.mark.parametrize("name", SAYS)
def test_it_says_the_same_with_the_line_ends_of_mail(name: str) -> None:
    raw = written(name)
    mailed = raw.replace(b"\n", b"\r\n")

    assert [fact_of(one) for one in facts_in(mailed)] == [fact_of(one) for one in facts_in(raw)]


def fact_of(fact: Fact) -> tuple[str, UUID | None, str, str]:
    return fact.what, fact.letter_key, fact.email, fact.reply


def test_the_words_of_a_server_in_prose_end_where_our_letter_begins() -> None:
    (fact,) = facts_in(written("exim_prose"))

    assert "Unrouteable address" in fact.reply
    assert "5.1.1" not in fact.reply  # stands in the letter that was sent back


def test_words_are_short_and_without_signs_that_no_text_holds() -> None:
    raw = written("postfix_unknown_user").replace(
        b"550 5.1.1 ", b"550 5.1.1 \x00\x07\xff " + b"very " * 1000
    )

    (fact,) = facts_in(raw)

    assert len(fact.reply) == LONGEST_REPLY
    assert fact.reply.isprintable()


def test_one_report_of_two_readers_says_two_things() -> None:
    raw = written("postfix_unknown_user").replace(
        b"\n--4Kx2Qm1Rz9.1793001606/relay.example.org\nContent-Description: Undelivered",
        b"\nFinal-Recipient: rfc822; second@example.org\nAction: delayed\nStatus: 4.2.0\n"
        b"\n--4Kx2Qm1Rz9.1793001606/relay.example.org\nContent-Description: Undelivered",
    )

    assert [(fact.what, fact.email) for fact in facts_in(raw)] == [
        (What.HARD, READER),
        (What.DELAYED, "second@example.org"),
    ]


@pytest.mark.parametrize(
    ("status", "what"), [("5.1.1", What.HARD), ("4.4.1", What.DELAYED), ("2.0.0", None)]
)
def test_without_an_action_the_status_says_what_became_of_a_letter(
    status: str, what: str | None
) -> None:
    raw = written("forged").replace(b"Action: failed\nStatus: 5.1.1", f"Status: {status}".encode())

    assert [fact.what for fact in facts_in(raw)] == ([what] if what else [])


def test_a_letter_that_was_led_on_is_told_of_the_address_that_we_wrote_to() -> None:
    raw = written("postfix_unknown_user").replace(
        b"Final-Recipient: rfc822; isla.lennox@", b"Final-Recipient: rfc822; il@post."
    )

    assert [fact.email for fact in facts_in(raw)] == [READER]


def test_what_stands_beyond_a_million_octets_is_not_read() -> None:
    raw = written("postfix_unknown_user")
    assert len(facts_in(b"X-Long: " + b"x" * (LARGEST // 2) + b"\n" + raw)) == 1

    assert facts_in(b"X-Long: " + b"x" * LARGEST + b"\n" + raw) == []


def test_a_complaint_that_is_taken_back_is_none() -> None:
    assert facts_in(written("complaint").replace(b": abuse", b": not-spam")) == []


def test_a_server_that_names_nobody_is_believed_about_the_letter() -> None:
    raw = written("qmail").replace(f"<{READER}>:".encode(), b"The one you wrote to:")

    assert [(fact.what, fact.email) for fact in facts_in(raw)] == [(What.HARD, "")]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("550 5.1.1 User unknown", What.HARD),
        ("5.0.0 550 5.1.1 no such user", What.HARD),
        ("5.0.0 550 5.7.1 Unsolicited mail", What.SOFT),
        ("550 5.4.1 Recipient address rejected: Access denied", What.HARD),
        ("550 5.5.0 Requested action not taken: mailbox unavailable", What.HARD),
        ("550 5.2.1 The account is disabled", What.HARD),
        ("550 No such user here", What.HARD),
        ("Unrouteable address", What.HARD),
        ("", What.HARD),
        ("552 5.2.2 Mailbox full", What.SOFT),
        ("552 Requested mail action aborted", What.SOFT),
        ("550 The user's mailbox has exceeded its limit", What.SOFT),
        ("452 4.2.2 over quota", What.SOFT),
        ("5.4.7 Delivery time expired", What.SOFT),
        ("550 5.1.8 Sender's address rejected", What.SOFT),
        ("552 5.3.4 Message too big", What.SOFT),
        ("550 5.6.0 Content rejected", What.SOFT),
        ("550 5.7.1 Unsolicited mail", What.SOFT),
        ("421 4.7.0 Try again later", What.SOFT),
        ("450 later", What.SOFT),
        ("550 5.1.1.9 of 10.5.1.1 is an address of a machine", What.HARD),
    ],
)
def test_the_address_is_blamed_only_where_the_server_means_it(words: str, what: str) -> None:
    assert blamed(words) == what


def deep(levels: int) -> bytes:
    """Parts in parts in parts."""
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (one, one)
        for one in range(levels)
    )
    return opened + b"Content-Type: text/plain\n\nhello\n"


def in_letters(levels: int) -> bytes:
    """Letters in letters in letters."""
    return b"Content-Type: message/rfc822\n\n" * levels + b"From: a@example.org\n\nhello\n"


def report(fields: bytes) -> bytes:
    return (
        b"From: MAILER-DAEMON@example.org\n"
        b"To: bounces+7d3f0c529a414e0b8a5e3f1b6c2d4e90@portal.example.org\n"
        b"Content-Type: multipart/report; boundary=x\n\n"
        b"--x\nContent-Type: message/delivery-status\n\n" + fields + b"\n--x--\n"
    )


def prose(words: bytes, *, sort: bytes = b"text/plain") -> bytes:
    return (
        b"From: MAILER-DAEMON@example.org\n"
        b"To: bounces+7d3f0c529a414e0b8a5e3f1b6c2d4e90@portal.example.org\n"
        b"Content-Type: " + sort + b"\n\n" + words
    )


NASTY = {
    "nothing": b"",
    "NUL": b"\x00" * 1000,
    "no headers": b"\n\n\n",
    "one long line": b"a" * LARGEST,
    "one long header": b"To: " + b"a@b," * (LARGEST // 4),
    "very many headers": b"X: y\n" * (LARGEST // 5),
    "very many addressees": b"To: x\n" * (LARGEST // 6),
    "header of no name": b": x\n" * 1000 + b"\nwords",
    "folded without end": b"To: a\n" + b" b\n" * (LARGEST // 3),
    "parts in parts": deep(5000),
    "some parts in parts": deep(90),
    "letters in letters": in_letters(30_000),
    "some letters in letters": in_letters(90),
    "very many parts": b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 200_000,
    "no boundary": b"Content-Type: multipart/report\n\nwords",
    "endless boundary": b"Content-Type: multipart/mixed; boundary=" + b"x" * 100_000 + b"\n\n--x",
    "unknown signs": b"Content-Type: text/plain; charset=nowhere\n\n\xff\xfe",
    "broken base64": prose(b"====&%$", sort=b"text/plain\nContent-Transfer-Encoding: base64"),
    "broken uu": prose(b"begin 644 x\n$$$", sort=b"text/plain\nContent-Transfer-Encoding: x-uue"),
    "report of nothing": report(b""),
    "report of zeroes": report(b"\x00" * 1000),
    "report of ten thousand": report(b"\nFinal-Recipient: rfc822;a@b.c\nAction: failed\n" * 10_000),
    "half a tag": prose(b"<" * LARGEST, sort=b"text/html"),
    "many ats": prose(b"@" * LARGEST),
    "nearly addresses": prose(b"a." * (LARGEST // 2)),
    "many quotas": prose(b"mailbox " * (LARGEST // 8)),
    "many digits": prose(b"5.1." * (LARGEST // 4)),
    "many quotes": prose(b"> " * (LARGEST // 2)),
    "half surrogates": prose("550 5.1.1 \ud800".encode("utf-8", "surrogatepass")),
    "unknown words in headers": b"=?nowhere?q?=ff?= <a@b>\nFrom: =?utf-8?b?!!!?=\n\n",
    "header that is no text": b"Subject: \xff\xfe\x00\nFrom: MAILER-DAEMON \xff\n\n550 5.1.1",
    "megabytes": prose(b"550 5.1.1 no such user\n" + b"x" * (5 * LARGEST)),
}


@pytest.mark.parametrize("name", NASTY)
def test_nothing_that_is_sent_to_us_makes_it_fail_or_wait(name: str) -> None:
    begun = time.process_time()
    found = facts_in(NASTY[name])

    assert len(found) <= 20
    assert time.process_time() - begun < 5


def test_a_letter_that_is_damaged_anywhere_never_makes_it_fail() -> None:
    chance = random.Random(3464)
    for name in SAYS:
        raw = written(name)
        for _ in range(40):
            damaged = bytearray(raw)
            for _ in range(chance.randrange(1, 30)):
                at = chance.randrange(len(damaged))
                damaged[at : at + chance.randrange(40)] = chance.randbytes(chance.randrange(6))

            assert len(facts_in(bytes(damaged))) <= 20


def test_the_examples_are_letters_that_other_programs_read_too() -> None:
    broken = {
        path.stem: message.defects
        for path in BOUNCES.iterdir()
        if (message := email.message_from_bytes(path.read_bytes())).defects
    }

    assert broken == {}
