"""Work in pieces is over where later pieces ask more, or take more memory."""

import pytest

from bench.budgets import Verdict
from bench.pieces import Phase, first_middle_last, growth_of, thirds


def phase(statements: list[int], memory: list[float]) -> Phase:
    return Phase("Gathered", "towns", 700, 7.0, statements, memory)


@pytest.mark.parametrize(
    ("statements", "memory", "verdict"),
    [
        ([14, 14, 14], [100, 105, 109], Verdict.FINE),
        ([14, 15, 14], [100, 100, 100], Verdict.OVER),
        ([14, 14, 14], [100, 100, 111], Verdict.OVER),
        ([14, 14, 14], [100, 150, 100], Verdict.FINE),
        ([], [], Verdict.FINE),
    ],
)
def test_a_phase_is_over_if_its_pieces_come_to_cost_more(
    statements: list[int], memory: list[float], verdict: Verdict
) -> None:
    assert phase(statements, memory).verdict == verdict


def test_memory_is_the_most_of_the_first_third_and_of_the_last() -> None:
    memory = [90, 100, 95, 300, 80, 120, 110, 105, 100]

    assert thirds(memory) == (100, 110)
    assert growth_of(memory) == pytest.approx(1.1)
    assert (thirds([7]), growth_of([7]), growth_of([])) == ((7, 7), 1, 1)


def test_three_of_many_pieces_are_told() -> None:
    assert first_middle_last([1, 2, 3, 4, 5]) == [1, 3, 5]
    assert first_middle_last([1, 2]) == [1, 2]


def test_a_phase_is_told_with_its_rate() -> None:
    told = phase([14, 15, 14], [100, 100, 100]).words

    assert "Gathered: 700 towns in 7.0 s (100/s, 10.0 ms each)" in told
    assert "14, 15, 14 (from 14 to 15)" in told
