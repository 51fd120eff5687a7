"""A letter too few or too many is seen, whoever says otherwise."""

import json
import smtplib
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from bench.budgets import Verdict
from bench.digests import Published, Quarter, published_from
from bench.dispatch import FLOOR_AT, Run, Sent, Worker, floor
from bench.pieces import Phase
from bench.sink import taking
from bench.tally import Tally

LETTER = (
    b"To: <%(reader)s>\r\nMessage-ID: <%(number)s@example.org>\r\nSubject: Digest\r\n\r\nText\r\n"
)
SENT = Sent(3, 0, 0, {"accepted": 3}, 90.0, 1.0, [100, 100, 100])
PUBLISHED = Published(1.0, 1.0, 3, [Phase("Promised", "letters", 3, 1.0, [4, 4], [9, 9])])


def raw(reader: str, number: int) -> bytes:
    return LETTER % {b"reader": reader.encode(), b"number": str(number).encode()}


def quarter(sent: Sent) -> Quarter:
    return Quarter(PUBLISHED, 10_000, sent, [100, 100], [200, 200])


def test_letters_are_counted_by_reader_and_by_message_id(tmp_path: Path) -> None:
    tally = Tally(tmp_path / "taken")
    assert (tally.look(), tally.doubles, tally.missing(3)) == (0, 0, 3)

    tally.path.write_bytes(b"<1> reader.a@example.org\n<2> reader.b@example.org\n<3> reader.c@exam")
    assert (tally.look(), tally.doubles, tally.missing(3)) == (2, 0, 1)
    with tally.path.open("ab") as file:
        file.write(b"ple.org\n<2> reader.b@example.org\n<4> lead.a@example.org\n")

    assert (tally.look(), tally.doubles, tally.missing(3)) == (4, 1, 0)


def test_two_letters_to_one_reader_are_doubles_though_each_has_its_message_id(
    tmp_path: Path,
) -> None:
    tally = Tally(tmp_path / "taken")
    tally.path.write_bytes(b"<1> reader.a@example.org\n<2> reader.a@example.org\n")

    assert (tally.look(), tally.doubles, tally.missing(2)) == (2, 1, 1)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, Verdict.GOAL),
        ({"rate": 70.0}, Verdict.MUST),
        ({"rate": 50.0}, Verdict.OVER),
        ({"taken": 4, "doubles": 1}, Verdict.OVER),
        ({"taken": 2, "missing": 1}, Verdict.OVER),
        ({"states": {"accepted": 2, "aside": 1}}, Verdict.OVER),
        ({"memory": [100, 100, 120]}, Verdict.OVER),
    ],
)
def test_a_run_is_over_if_it_is_slow_or_grows_or_a_letter_is_wrong(
    changes: dict[str, Any], verdict: Verdict
) -> None:
    assert quarter(replace(SENT, **changes)).verdicts == [Verdict.FINE, verdict]


class Told(Worker):
    """A worker of the test, which only notes what is done to it."""

    def __init__(self, name: str, done: list[str]) -> None:
        self.name, self.done = name, done

    def look(self) -> None: ...

    def stop(self) -> None:
        self.done.append(f"{self.name} stands still")

    def go_on(self) -> None:
        self.done.append(f"{self.name} goes on")

    def kill(self) -> None:
        self.done.append(f"{self.name} killed")


def test_on_the_way_one_worker_is_killed_and_the_floor_measured_while_all_stand_still(
    tmp_path: Path,
) -> None:
    done: list[str] = []
    tally = Tally(tmp_path / "taken")
    run = Run(10, tally, lambda: Told("third", done), lambda: done.append("floor"))
    run.workers += [Told("first", done), Told("second", done)]

    for number in range(10):
        with tally.path.open("ab") as file:
            file.write(b"<%d> reader.%d@example.org\n" % (number, number))
        tally.look()
        run.look(0.0)

    still = ["first stands still", "{} stands still", "floor", "first goes on", "{} goes on"]
    assert done == [
        *(one.format("second") for one in still),
        "second killed",
        *(one.format("third") for one in still),
        *(one.format("third") for one in still),
    ]
    assert (run.killed, run.floors, len(FLOOR_AT)) == (1, 3, 3)
    assert run.rate > 0


def test_the_figures_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert quarter(SENT).print()

    told = capsys.readouterr().out
    assert "3 of 3 letters of 10,000 bytes, 0 doubled, 0 missing" in told
    assert "ratio 0.90" in told


def test_what_is_printed_inside_is_read_outside() -> None:
    (one,) = PUBLISHED.phases
    figures = {"fill": 1.0, "bundling": 1.0, "letters": 3, "phases": [asdict(one)]}

    assert published_from(json.dumps(figures)) == PUBLISHED


def test_the_mail_server_notes_each_letter_before_it_says_so(tmp_path: Path) -> None:
    with taking(tmp_path / "sink") as sink, smtplib.SMTP("127.0.0.1", sink.port) as line:
        line.sendmail("portal@example.org", ["a@example.org"], raw("a@example.org", 1))
        assert sink.taken.read_bytes() == b"<1@example.org> a@example.org\n"
        assert sink.journal.read_text().splitlines()[-1].endswith(" <1@example.org>")


def test_the_floor_sends_ready_letters_over_all_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.dispatch.FLOOR", 6)
    with taking(tmp_path / "sink") as sink:
        ready = [raw(f"reader.{name}@example.org", number) for number, name in enumerate("ab")]

        assert floor(ready, sink, lines=2) > 0
        tally = Tally(sink.taken)
        assert (tally.look(), len(tally.by_reader)) == (6, 2)
