"""Who asks for what, again and again."""

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial

import psycopg

from bench.databases import address_of
from bench.measure import Visit
from bench.pages import PAGES, Page
from bench.setting import Stage, name_of_database
from bench.visitor import Visitor
from local.errors import Stopped

FLOOR_CONSTANT = "floor: ten constant kilobytes"
FLOOR_LIST = "floor: list of twenty rows"
FLOOR_FORM = "floor: form, sent"
FLOORS = (FLOOR_CONSTANT, FLOOR_LIST, FLOOR_FORM)
ENTRY = {"title": "A new entry", "text": "What was seen today.", "happens_on": "2026-11-06"}

type Connection = psycopg.Connection[tuple[object, ...]]


class Undoing:
    """Takes back what a form did before it is sent again, and sees that it had done it."""

    def __init__(self, connection: Connection, page: Page, row: int) -> None:
        self._connection, self._page, self._row = connection, page, row
        self._is_sent = False

    def __call__(self) -> None:
        rows = self.run()
        if self._is_sent and rows != 1:
            raise Stopped(f"{self._page.name}: nothing was kept, though the answer says so.")
        self._is_sent = True

    def run(self) -> int:
        """Returns how many rows the first statement found."""
        done = [
            self._connection.execute(statement, {"row": self._row}).rowcount
            for statement in self._page.undo
        ]
        return done[0]


def name_of(page: Page, number: int) -> str:
    """The name under which a page of the portal with so many towns is measured."""
    return f"{page.name} @ {number}"


def visits_of(stage: Stage, stack: ExitStack, *, pages: Sequence[Page] = PAGES) -> list[Visit]:
    """All that is measured; connections end with `stack`."""
    return [
        *_of_floor(stage, stack),
        *(_visit(page, number, stage, stack) for number in stage.portals for page in pages),
    ]


def visitor_of(stage: Stage, number: int, page: Page) -> Visitor:
    """The person who asks for that page."""
    scene = stage.scenes[number]
    return Visitor(stage.portals[number].port, {scene.cookie: scene.spots[page.name].session})


def _of_floor(stage: Stage, stack: ExitStack) -> list[Visit]:
    session = {"sessionid": stage.floor_session}
    visitor = stack.enter_context(Visitor(stage.floor.port, session))
    form = ENTRY | {"csrfmiddlewaretoken": visitor.token("/add/")}
    return [
        Visit(FLOOR_CONSTANT, stage.floor, partial(visitor.get, "/constant/")),
        Visit(FLOOR_LIST, stage.floor, partial(visitor.get, "/")),
        Visit(FLOOR_FORM, stage.floor, partial(visitor.post, "/add/", form), expected=302),
    ]


def _visit(page: Page, number: int, stage: Stage, stack: ExitStack) -> Visit:
    site, scene = stage.portals[number], stage.scenes[number]
    visitor = stack.enter_context(visitor_of(stage, number, page))
    spot = scene.spots[page.name]
    path = spot.path
    if not page.is_sent:
        return Visit(name_of(page, number), site, partial(visitor.get, path))
    connection = psycopg.connect(address_of(name_of_database(number)), autocommit=True)
    undoing = Undoing(stack.enter_context(connection), page, spot.row)
    undoing.run()
    form = {"csrfmiddlewaretoken": visitor.token(path), **spot.fields}
    return Visit(
        name_of(page, number),
        site,
        partial(visitor.post, path, form),
        expected=302,
        before=undoing,
    )
