"""What the bench says of the map at scale."""

import pytest

from bench.map import PAGES, TOWNS, Maps, Taken
from bench.measure import Sample
from bench.pages import Scene, Spot
from bench.visits import FLOOR_LIST, name_of


def maps(*, times: float = 2.0, statements: int = 10, size: int = 8_000) -> Maps:
    """Every page so many times as dear as the floor."""
    samples = {FLOOR_LIST: [Sample(10.0, [10.0, 11.0, 12.0])]} | {
        name_of(page, TOWNS): [Sample(10.0 * times, [10.0, 20.0, 30.0])] for page in PAGES
    }
    spots = {page.name: Spot("/", "", statements) for page in PAGES}
    sizes = {page.name: size for page in PAGES}
    return Maps(60, Scene(TOWNS, "sessionid", spots), samples, sizes, Taken(60, 0.1, 0.2, 8))


@pytest.mark.parametrize(
    ("found", "is_within"),
    [
        (maps(), True),
        (maps(times=6.0), False),
        (maps(statements=13), False),
        (maps(size=31_000), False),
    ],
    ids=["within", "dear", "statements", "bytes"],
)
def test_a_page_over_its_must_in_cpu_statements_or_bytes_is_said(
    found: Maps,
    is_within: bool,  # noqa: FBT001 -- a parameter of the test
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert found.print() is is_within

    said = capsys.readouterr().out
    assert ("OVER" in said) is not is_within
    assert "60 rows, 0.1 s of CPU" in said
    assert "29.0" in said  # the 95th of a hundred, between the second time and the third
