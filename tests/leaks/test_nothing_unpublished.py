"""Members of Steering Groups never get a word that is not published, by any channel."""

import pytest

from tests.leaks.channels import CHANNELS
from tests.leaks.planted import AFTERWARDS, PLACES, staged, word_of

pytestmark = pytest.mark.django_db(transaction=False)

PUBLISHED = "qxpublishedzq"


@pytest.mark.parametrize("channel", CHANNELS)
def test_nothing_unpublished_reaches_a_steering_group(channel: str) -> None:
    stage = staged()
    words = {word_of(place): place for place in {**PLACES, **AFTERWARDS}}

    looked, leaks = 0, []
    for where, said in CHANNELS[channel](stage.reader.user):
        looked += 1
        leaks += [f"{words[word]}, in {where}" for word in words if word in said]

    assert leaks == []
    assert looked > 0


def test_each_place_has_a_word_of_its_own() -> None:
    places = {**PLACES, **AFTERWARDS}

    assert len({word_of(place) for place in places}) == len(places)


@pytest.mark.parametrize(
    "channel", ["pages at every address", "pages behind links", "papers", "letters", "library"]
)
def test_what_is_published_is_found_there(channel: str) -> None:
    """Else the search above would find nothing because it looks at nothing."""
    stage = staged(PUBLISHED)

    said_in = CHANNELS[channel](stage.reader.user)
    found = (where for where, said in said_in if PUBLISHED in said)

    assert next(found, None) is not None
    if channel == "letters":
        assert {"a letter's text/html"} <= set(found)
