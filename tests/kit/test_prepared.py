"""A prepared query answers as its queryset does, with other values each time, in every thread."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection, connections
from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet, TextField, Value
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from kit.prepared import IsOneOf, Prepared, PreparedText, PreparedUpdate, slot
from people.models import Organisation
from tests import make

pytestmark = pytest.mark.django_db

LIKE = Prepared(
    lambda: (
        Organisation.objects.filter(name__startswith=slot("start", TextField()))
        .select_related("parent")
        .order_by("name")
    )
)


def under(parent: Organisation, name: str) -> Organisation:
    child = make.organisation(name)
    Organisation.objects.filter(pk=child.pk).update(parent=parent)
    return child


def test_it_answers_as_the_queryset_does_for_other_values_each_time() -> None:
    parent = make.organisation("Sea Council")
    child = under(parent, "Sea Harbour Trust")
    make.organisation("Hill Council")

    assert LIKE(start="Sea") == [parent, child]
    assert [one.name for one in LIKE(start="Hill")] == ["Hill Council"]
    assert LIKE(start="Moor") == []


def test_related_rows_come_with_the_rows() -> None:
    parent = make.organisation("Sea Council")
    under(parent, "Harbour Trust")

    with CaptureQueriesContext(connection) as statements:
        found = LIKE(start="Harbour")
        assert found[0].parent == parent

    assert len(statements) == 1


def test_tuples_unions_and_subqueries_are_answered_too() -> None:
    parent = make.organisation("Sea Council")
    under(parent, "Harbour Trust")
    number = slot("number", IntegerField())
    children = Organisation.objects.filter(parent=OuterRef("pk"))
    both = Prepared(
        lambda: (
            Organisation.objects.filter(Exists(children), pk=number)
            .annotate(part=Value("parent"))
            .values_list("part", "name")
            .union(
                Organisation.objects.filter(parent=number)
                .annotate(part=Value("child"))
                .values_list("part", "name")
            )
        )
    )

    assert set(both(number=parent.pk)) == {("parent", "Sea Council"), ("child", "Harbour Trust")}
    assert both(number=parent.pk + 1_000_000) == []


def test_the_sql_is_written_once() -> None:
    made = []

    def build() -> QuerySet[Organisation]:
        made.append(1)
        return Organisation.objects.filter(pk=slot("number", IntegerField()))

    one = Prepared(build)

    with CaptureQueriesContext(connection) as statements:
        assert [one(number=1), one(number=2)] == [[], []]

    assert (len(made), len(statements)) == (1, 2)
    assert statements[0]["sql"] != statements[1]["sql"]


def test_a_value_that_is_not_handed_in_is_a_fault() -> None:
    with pytest.raises(KeyError, match="start"):
        LIKE()


def test_each_thread_asks_by_its_own_connection() -> None:
    make.organisation("Sea Council")

    def asked_elsewhere() -> list[Organisation]:
        try:
            return LIKE(start="Sea")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as pool:
        elsewhere = pool.submit(asked_elsewhere).result()

    assert len(LIKE(start="Sea")) == 1
    assert elsewhere == []  # there, what this transaction wrote is not seen


def test_rows_are_held_within_a_transaction_only() -> None:
    held = Prepared(lambda: Organisation.objects.select_for_update().filter(pk=0))
    assert held() == []  # written here, where a transaction is open

    def without_a_transaction() -> None:
        try:
            held()
        finally:
            connections.close_all()

    with (
        ThreadPoolExecutor(max_workers=1) as pool,
        pytest.raises(TransactionManagementError, match="within a transaction"),
    ):
        pool.submit(without_a_transaction).result()


RENAMED = PreparedUpdate(
    lambda: (
        Organisation.objects.filter(name=slot("old", TextField())),
        {"name": slot("new", TextField()), "kind": Organisation.Kind.NETWORK},
    )
)


def test_an_update_writes_other_values_each_time_and_says_how_many_rows() -> None:
    sea, hill = make.organisation("Sea Trust"), make.organisation("Hill Trust")

    assert RENAMED(old="Sea Trust", new="Sea Network") == 1
    assert RENAMED(old="Hill Trust", new="Hill Network") == 1
    assert RENAMED(old="Moor Trust", new="Moor Network") == 0

    for one, name in ((sea, "Sea Network"), (hill, "Hill Network")):
        one.refresh_from_db()
        assert (one.name, one.kind) == (name, Organisation.Kind.NETWORK)


def test_a_text_of_our_own_stands_over_tables_that_querysets_make() -> None:
    parent = make.organisation("Sea Council")
    under(parent, "Sea 100% Trust")
    make.organisation("Hill Council")
    by_sea = PreparedText(
        "longest AS (SELECT max(length(name)) AS most FROM sea) "
        "SELECT name, most, %(word)s::text FROM sea, longest WHERE name LIKE %(end)s ORDER BY name",
        sea=lambda: Organisation.objects.filter(
            name__startswith=slot("start", TextField()), kind=parent.kind
        ),
        parents=lambda: Organisation.objects.filter(name__contains="100%"),
    )

    assert by_sea(start="Sea", end="%", word="a") == [
        ("Sea 100% Trust", 14, "a"),
        ("Sea Council", 14, "a"),
    ]
    assert by_sea(start="Sea", end="%Council", word="b") == [("Sea Council", 14, "b")]
    assert by_sea(start="Hill", end="%Trust", word="c") == []


def test_one_that_no_row_can_meet_finds_nothing_and_asks_nothing() -> None:
    make.organisation("Sea Council")
    none = Prepared(lambda: Organisation.objects.filter(pk__in=[], name=slot("name", TextField())))

    with CaptureQueriesContext(connection) as captured:
        assert none(name="Sea Council") == []
    assert len(captured) == 0


def test_a_number_is_looked_for_among_several_that_are_handed_in() -> None:
    names = ("Sea Council", "Hill Council", "Moor Council")
    sea, hill, _ = (make.organisation(name) for name in names)
    among = Prepared(
        lambda: Organisation.objects.filter(
            IsOneOf(F("pk"), slot("numbers", ArrayField(IntegerField())))
        ).order_by("pk")
    )

    assert among(numbers=[hill.pk, sea.pk]) == [sea, hill]
    assert among(numbers=[]) == []
