"""The one style sheet: upstream and ours in layers, in our colours."""

import re
from pathlib import Path

import pytest

from local.bundle import BRAND, ColourGone, branded, bundle, parts

ROOT = Path(__file__).resolve().parents[2]
ATTRIBUTE = re.compile(r'class="([^"]*)"')
CLASS = re.compile(r"cp-[a-z0-9_-]+")
# Parts of a block that look right without a rule of their own.
PLAIN = {
    "cp-compare__title",
    "cp-entrance__main",
    "cp-group__items",
    "cp-layout",
    "cp-layout__main",
    "cp-margin__entry--question",
    "cp-people__title",
    "cp-wordmark__name",
}


@pytest.fixture
def css(tmp_path: Path) -> Path:
    folder = tmp_path / "css"
    (folder / "components").mkdir(parents=True)
    (folder / "tokens.css").write_text(":root {\n  --cp-colour-brand: teal;\n}\n")
    (folder / "base.css").write_text("/* why */\nbody {\n  margin: 0;\n}\n")
    (folder / "components" / "tag.css").write_text(".cp-tag {\n  color: red;\n}\n")
    (folder / "print.css").write_text("@media print {\n  a {\n    color: black;\n  }\n}\n")
    return folder


def test_ours_stands_in_a_later_layer_than_upstream(tmp_path: Path, css: Path) -> None:
    upstream = ".ds_tag{" + "".join(f"color:{colour};" for colour in BRAND) + "}"
    (tmp_path / "design-system.min.css").write_text(f'@charset "UTF-8";{upstream}')

    sheet = bundle(css=css, vendor=tmp_path)

    assert sheet.read_text() == (
        "@layer sgds,app;@layer sgds{.ds_tag{color:var(--cp-colour-brand);"
        "color:var(--cp-colour-brand-dark);color:var(--cp-colour-brand-tint);"
        "color:var(--cp-colour-quiet);}}"
        "@layer app{:root{--cp-colour-brand: teal;}body{margin: 0;}.cp-tag{color: red;}"
        "@media print{a{color: black;}}}\n"
    )


def test_an_upstream_without_our_colours_is_refused() -> None:
    with pytest.raises(ColourGone):
        branded(".ds_tag{color:#0065bd}")


def test_every_sheet_of_ours_is_in_it() -> None:
    folder = ROOT / "static" / "css"

    assert sorted(parts(folder)) == sorted(folder.rglob("*.css"))


def test_a_block_is_styled_in_the_file_of_its_name() -> None:
    strangers = [
        (path.name, selector)
        for path in sorted((ROOT / "static" / "css" / "components").glob("*.css"))
        if path.stem not in {"text", "field"}
        for selector in path.read_text(encoding="utf-8").split("\n")
        if selector.startswith(".cp-") and f".cp-{path.stem}" not in selector
    ]

    assert strangers == []


def test_every_class_of_a_page_has_a_style_or_is_known_to_need_none() -> None:
    styled = {
        name
        for path in (ROOT / "static" / "css").rglob("*.css")
        for name in CLASS.findall(path.read_text(encoding="utf-8"))
    }
    used = {
        (name, path.relative_to(ROOT / "templates").as_posix())
        for path in (ROOT / "templates").rglob("*.html")
        for value in ATTRIBUTE.findall(path.read_text(encoding="utf-8"))
        for name in CLASS.findall(value)
        if not name.endswith("--")
    }

    assert sorted(row for row in used if row[0] not in styled | PLAIN) == []
