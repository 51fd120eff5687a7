"""Ratios, medians and verdicts are what the figures say."""

from pathlib import Path

import pytest

from bench.budgets import OVERVIEW, Verdict
from bench.findings import Growth
from bench.measure import Sample, Visit, batch, ratio, result
from bench.sites import Site, served
from bench.tables import table
from bench.visitor import Answer, Visitor
from local.errors import Stopped

BUSY = Path(__file__).parent / "busy.py"


def sample(cpu_ms: float, *latencies_ms: float) -> Sample:
    return Sample(cpu_ms, latencies_ms or (1.0,))


def test_a_ratio_is_the_median_of_each_rounds_own() -> None:
    page = [sample(20), sample(60), sample(9)]
    floor = [sample(10), sample(30), sample(1)]

    assert ratio(page, floor) == 2


def test_figures_are_medians_over_the_rounds() -> None:
    found = result([sample(4, 10, 20, 30), sample(6, 50, 50, 50), sample(5, 40, 40, 40)])

    assert (found.cpu_ms, found.latency_ms, found.per_second) == (5, 40, 25)


@pytest.mark.parametrize(
    ("times", "statements", "verdict"),
    [
        (3.0, 12, Verdict.GOAL),
        (3.1, 12, Verdict.MUST),
        (5.0, 12, Verdict.MUST),
        (5.1, 12, Verdict.OVER),
        (1.0, 13, Verdict.OVER),
    ],
)
def test_a_page_keeps_to_its_budget_or_is_said_to_be_over(
    times: float, statements: int, verdict: Verdict
) -> None:
    assert OVERVIEW.verdict(times, statements) == verdict


@pytest.mark.parametrize(
    ("growth", "is_bounded", "verdict"),
    [
        (Growth(1.2, 1.9, (8, 8)), True, Verdict.FINE),
        (Growth(1.3, 1.0, (8, 8)), True, Verdict.OVER),
        (Growth(1.0, 2.1, (8, 8)), True, Verdict.OVER),
        (Growth(1.9, 3.0, (8, 8)), False, Verdict.FINE),
        (Growth(1.0, 1.0, (8, 9)), False, Verdict.OVER),
    ],
)
def test_a_page_that_grows_with_the_towns_is_over(
    growth: Growth, *, is_bounded: bool, verdict: Verdict
) -> None:
    assert growth.verdict(is_bounded=is_bounded) == verdict


def test_tables_put_figures_under_each_other() -> None:
    assert table(("page", "ms"), [["home", "7.5"], ["a grid", "12.0"]]) == (
        "page      ms\n------  ----\nhome     7.5\na grid  12.0"
    )


def test_the_cpu_of_a_served_page_is_what_it_burnt(tmp_path: Path) -> None:
    with (
        served("busy", "tests.bench.busy:application", {}, log=tmp_path / "log") as site,
        Visitor(site.port, {}) as visitor,
    ):
        idle = batch(Visit("idle", site, lambda: visitor.get("/idle")), 10)
        busy = batch(Visit("busy", site, lambda: visitor.get("/busy")), 10)

    assert idle.cpu_ms < 20
    assert 45 < busy.cpu_ms < 80


def test_an_answer_that_was_not_expected_ends_the_run(tmp_path: Path) -> None:
    with (
        served("busy", "tests.bench.busy:application", {}, log=tmp_path / "log") as site,
        Visitor(site.port, {}) as visitor,
        pytest.raises(Stopped),
    ):
        batch(Visit("gone", site, lambda: visitor.get("/gone")), 1)


def test_what_is_done_before_a_request_is_not_in_its_latency() -> None:
    asked: list[str] = []

    def ask() -> Answer:
        asked.append("ask")
        return Answer(200, {}, b"", 0.001)

    still = Site("still", 0, ())
    found = batch(Visit("still", still, ask, before=lambda: asked.append("before")), 2)

    assert asked == ["before", "ask", "before", "ask"]
    assert list(found.latencies_ms) == [1.0, 1.0]
