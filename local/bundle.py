"""One style sheet for the browser: the design system and ours, each in its cascade layer.

    python -m local.bundle

The upstream sheet is unlayered and would beat every layered rule of ours, so it is wrapped here.
Its brand blue is replaced by our brand colour: there is no Sass in the house. One file instead of
fifty keeps the first visit to one request.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "portal.css"

# Colours of the design system's brand, and the token that takes their place.
BRAND = {
    "#0065bd": "var(--cp-colour-brand)",
    "rgb(0,66.9325396825,125.25)": "var(--cp-colour-brand-dark)",
    "rgb(217.6861375301,237.6263497495,255)": "var(--cp-colour-brand-tint)",
    "#5e5e5e": "var(--cp-colour-quiet)",
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CHARSET = re.compile(r'@charset "[^"]*";')
INDENT = re.compile(r"\n\s*")
ROUND_SIGNS = re.compile(r"\s*([{};,>])\s*")


class ColourGone(Exception):
    """The design system no longer holds a colour that ours replaces: compare the new version."""


def bundle(
    *, css: Path = ROOT / "static" / "css", vendor: Path = ROOT / "assets" / "vendor"
) -> Path:
    """Write `portal.css` beside the vendor files; returns its path."""
    upstream = branded((vendor / "design-system.min.css").read_text(encoding="utf-8-sig"))
    ours = "\n".join(path.read_text(encoding="utf-8") for path in parts(css))
    sheet = vendor / NAME
    sheet.write_text(
        f"@layer sgds,app;@layer sgds{{{upstream}}}@layer app{{{squeezed(ours)}}}\n",
        encoding="utf-8",
    )
    return sheet


def parts(css: Path) -> list[Path]:
    """Our files in the order they are read: tokens, elements, blocks by name, paper."""
    blocks = sorted((css / "components").glob("*.css"))
    return [css / "tokens.css", css / "base.css", *blocks, css / "print.css"]


def branded(upstream: str) -> str:
    """The design system's sheet in our brand colour, without what a layer may not hold."""
    sheet = CHARSET.sub("", upstream)
    for colour, token in BRAND.items():
        if colour not in sheet:
            raise ColourGone(f"{colour} is not in the design system's style sheet.")
        sheet = sheet.replace(colour, token)
    return sheet


def squeezed(sheet: str) -> str:
    """Without comments and needless space."""
    sheet = INDENT.sub("\n", COMMENT.sub("", sheet))
    return ROUND_SIGNS.sub(r"\1", sheet).strip()


if __name__ == "__main__":
    bundle()
