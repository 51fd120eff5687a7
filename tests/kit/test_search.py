"""Words stored beside rows, and how an extract is taken apart."""

import pytest
from django.db import connection

from kit.search import BEGUN, ENDED, Piece, pieces, words_in
from kit.stored_words import StoreWords

WORDS = "to_tsvector('cohort'::regconfig, name)"


@pytest.mark.parametrize(
    ("marked", "taken_apart"),
    [
        ("", []),
        ("plain", [Piece("plain")]),
        (f"a {BEGUN}b{ENDED} c", [Piece("a "), Piece("b", is_found=True), Piece(" c")]),
        (f"{BEGUN}b{ENDED}", [Piece("b", is_found=True)]),
        (f"a {BEGUN}b", [Piece("a b")]),
        (f"{ENDED}a{BEGUN}{BEGUN}b{ENDED}", [Piece("a"), Piece("b", is_found=True)]),
    ],
    ids=range(6),
)
def test_an_extract_is_taken_apart(marked: str, taken_apart: list[Piece]) -> None:
    assert pieces(marked) == taken_apart


def test_words_are_folded_and_numbers_are_none() -> None:
    assert list(words_in("Gàidhlig, 12 Houses & a b2b")) == ["gaidhlig", "houses", "a", "b", "b"]


def columns() -> set[str]:
    with connection.cursor() as cursor:
        description = connection.introspection.get_table_description(cursor, "towns_stage")
    return {column.name for column in description}


@pytest.mark.django_db
def test_the_column_comes_with_a_migration_and_goes_with_it() -> None:
    step, found = StoreWords("towns_stage", WORDS), []

    with connection.schema_editor() as editor:
        for move in (step.database_forwards, step.database_backwards):
            move("towns", editor, None, None)
            found.append("words" in columns())

    assert found == [True, False]
    assert step.describe() == "Store the words of towns_stage"
