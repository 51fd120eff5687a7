"""What the bench says of searches."""

import json
from dataclasses import asdict

import pytest

from bench.budgets import Verdict
from bench.library import MUST, searches_from, verdict_of
from bench.searched import Searched


def searched(*milliseconds: float, is_one_word: bool = True) -> Searched:
    return Searched("project_lead", "a common word", milliseconds, "words", is_one_word)


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (searched(*[10.0] * 20), Verdict.MUST),
        (searched(*[10.0] * 15, *[MUST + 1.0] * 5), Verdict.OVER),
        (searched(*[MUST + 1.0] * 20, is_one_word=False), Verdict.FINE),
    ],
    ids=["within", "over", "narrowed"],
)
def test_one_word_has_a_must_and_what_is_narrowed_is_told(one: Searched, verdict: Verdict) -> None:
    assert verdict_of(one) is verdict


def test_figures_are_read_as_the_command_prints_them(capsys: pytest.CaptureFixture[str]) -> None:
    one = searched(10.0, 20.0, 30.0)
    line = {"fill": 2.0, "searches": [asdict(one)]}

    is_within = searches_from(json.dumps(line), 7).print()

    said = capsys.readouterr().out
    assert is_within
    assert ("20.0" in said, "a common word" in said, "7 items" in said) == (True, True, True)
