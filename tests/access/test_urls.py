"""Every address before every reader, by GET and by an empty POST, with a row and without one.

`addresses.txt` is the table, written by people: an address without a line fails, and so does a line
without an address. `out` is signed out, `elsewhere` leads another town, `ended` led this one until
yesterday.
"""

from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponseNotFound
from django.urls import reverse

from cohort_portal import urls
from tests.access.world import READERS, World, addresses, build, missing

pytestmark = pytest.mark.django_db

LINES = Path(__file__).with_name("addresses.txt")
SUPPORT = "admin:"  # Django's support pages: one rule for all of them
NOT_OURS = {"demonstration", "django_htmx"}
REFUSED = {302, 404, 405}

type Codes = tuple[int, ...]


def table() -> dict[tuple[str, str], Codes]:
    """The lines of the table: (method, address) → one status for each reader."""
    rows: dict[tuple[str, str], Codes] = {}
    for line in LINES.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            method, name, *codes = line.split()
            assert len(codes) == len(READERS), line
            rows[method, name] = tuple(int(code) for code in codes)
    return rows


def ours() -> dict[str, str]:
    """The portal's addresses with their routes, Django's support pages left out."""
    return {name: route for name, route in addresses().items() if not name.startswith(SUPPORT)}


def status(world: World, reader: str, method: str, path: str) -> int:
    """What a reader is answered; whatever it changed is undone."""
    client = world.client(reader)
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic():
        found = client.get(path) if method == "GET" else client.post(path)
        transaction.set_rollback(True)
    if found.streaming:
        found.getvalue()  # read to its end, it is closed
    client.cookies = cookies
    return found.status_code


def path_to(world: World, name: str, route: str, *, lost: bool = False) -> str:
    values = world.values_of(name, route)
    if lost:
        values = {key: missing(value) for key, value in values.items()}
    return reverse(name, kwargs=values)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is drawn to say that nothing is there: it would be a quarter of the work."""
    monkeypatch.setattr(urls, "handler404", lambda *_, **__: HttpResponseNotFound(), raising=False)


def test_every_address_has_its_line_and_every_line_its_address() -> None:
    lines = {name for _, name in table()}

    assert lines == set(ours())


@pytest.mark.usefixtures("undrawn")
def test_every_reader_is_answered_as_the_table_says() -> None:
    world, told = build(), table()

    answered = {
        (method, name): tuple(
            status(world, reader, method, path_to(world, name, route)) for reader in READERS
        )
        for name, route in ours().items()
        for method in ("GET", "POST")
    }

    wrong = [
        f"{method:4} {name:40} " + " ".join(str(code) for code in codes)
        for (method, name), codes in answered.items()
        if told.get((method, name)) != codes
    ]
    assert wrong == [], "\n" + "\n".join(wrong)


def test_no_answer_is_a_fault() -> None:
    assert [row for row, codes in table().items() if any(code >= 500 for code in codes)] == []


def test_the_page_that_says_that_nothing_is_there_is_drawn_for_every_reader() -> None:
    world = build()

    answers = {reader: world.client(reader).get("/towns/nowhere/") for reader in READERS[1:]}

    assert {answer.status_code for answer in answers.values()} == {404}
    assert [reader for reader, answer in answers.items() if b"</h1>" not in answer.content] == []


@pytest.mark.usefixtures("undrawn")
def test_a_row_that_is_not_there_answers_like_a_strangers() -> None:
    world = build()
    found = []

    for name, route in ours().items():
        if not world.values_of(name, route) or name in world.without_rows:
            continue
        path = path_to(world, name, route, lost=True)
        for reader in READERS[1:]:
            codes = {method: status(world, reader, method, path) for method in ("GET", "POST")}
            found += [
                f"{name} {method} {reader}: {code}"
                for method, code in codes.items()
                if code not in {404, 405, 403}
            ]

    assert found == []


def test_support_pages_open_for_the_administrator_alone() -> None:
    world = build()
    paths = [
        reverse(name)
        for name, route in addresses().items()
        if name.startswith(SUPPORT) and "<" not in route and "(" not in route
    ]
    assert len(paths) > 10

    let_in = {
        reader
        for reader in READERS
        for path in paths
        if status(world, reader, "GET", path) not in {302, 403, 404, 405}
    }

    assert let_in == {"administrator"}
