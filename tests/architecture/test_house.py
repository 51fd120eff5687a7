"""The house keeps its floors, its sizes and its ways of reading."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.db import models

from cohort_portal.timetable import TIMETABLE

HOUSE = Path(__file__).resolve().parents[2]
FLOORS = [
    "kit",
    "audit",
    "outbox",
    "people",
    "towns",
    "partners",
    "reflections",
    "sessions",
    "evidence",
    "digests",
    "front",
    "demonstration",
]
LABELS = {"sessions": "cohort_sessions"}  # of rooms whose name another program's room has taken
ROOMS = {LABELS.get(room, room): room for room in FLOORS}
LONGEST_MODULE = 300  # lines
LONGEST_FUNCTION = 40  # lines, its docstring and signature left out
LONGEST_VIEW = 25
LONGEST_TEMPLATE = 120
NOT_A_NAME = {"utils", "helpers", "common", "core", "services", "managers", "signals"}


def modules() -> Iterator[Path]:
    """Every Python file of the rooms, migrations left out."""
    for room in [*FLOORS, "cohort_portal", "local"]:
        for path in sorted((HOUSE / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def name_of(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def length_of(function: ast.FunctionDef) -> int:
    """Lines of the body, without the docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", list(modules()), ids=name_of)
def test_a_module_fits_one_purpose(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    is_view = path.parent.name == "views" or path.name == "views.py"
    limit = LONGEST_VIEW if is_view else LONGEST_FUNCTION

    too_long = {node.name: length_of(node) for node in functions(tree) if length_of(node) > limit}

    assert path.stem not in NOT_A_NAME
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert too_long == {}
    assert not text.strip() or ast.get_docstring(tree), "a module says what it is for"


@pytest.mark.parametrize("path", sorted((HOUSE / "templates").rglob("*.html")), ids=name_of)
def test_a_template_is_short_safe_and_without_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    page = re.sub(r"{#.*?#}", "", text)

    assert len(text.splitlines()) <= LONGEST_TEMPLATE
    assert "|safe" not in page
    if "mail" not in path.parts and "email" not in path.parts:
        assert not re.search(
            r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)(?![^>]*json)", page
        )


def test_foreign_keys_never_point_up() -> None:
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for room in FLOORS
        for model in apps.get_app_config(LABELS.get(room, room)).get_models(
            include_auto_created=True
        )
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and (above := ROOMS.get(field.related_model._meta.app_label))
        and FLOORS.index(above) > FLOORS.index(room)
    ]

    assert upward == []


def test_audit_has_no_foreign_keys_at_all() -> None:
    fields = [
        field
        for model in apps.get_app_config("audit").get_models()
        for field in model._meta.get_fields()
        if field.is_relation
    ]

    assert fields == []


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if path.parent.name == "views" or path.name == "views.py"],
    ids=name_of,
)
def test_views_reach_rows_only_through_visible_to(path: Path) -> None:
    """`X.objects` may be followed by `visible_to` alone."""
    reached = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "objects"
        and node.attr != "visible_to"
    ]

    assert reached == []


def test_every_job_of_the_timetable_exists_under_its_name() -> None:
    current_app.loader.import_default_modules()

    missing = [job["task"] for job in TIMETABLE.values() if job["task"] not in current_app.tasks]

    assert missing == []


def test_no_committed_file_names_a_registry_or_a_machine() -> None:
    words = [b"pypi" + b".org", b"python" + b"hosted", b"npmjs" + b".org", b"npmjs" + b".com"]
    committed = [
        path
        for path in HOUSE.rglob("*")
        if path.is_file()
        and path.suffix in {".py", ".toml", ".txt", ".json", ".md", ".html", ".css", ".js", ".yml"}
        and not {".venv", "node_modules", "var", ".git", "assets"} & set(path.parts)
    ]

    found = [
        name_of(path) for path in committed if any(word in path.read_bytes() for word in words)
    ]

    assert found == []
