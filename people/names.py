"""One way to write a name, so that the same name typed twice is found to be the same."""

import re

from kit.text import settled_line

_SPACES = re.compile(r"\s+")
_DASHES = re.compile("[-\u2010-\u2015\u2212]")
_SPACED_DASH = re.compile(r"\s+-+\s*|\s*-+\s+")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc`\u00b4]")


def tidy(name: str) -> str:
    """The name with single spaces, plain apostrophes, and one kind of dash.

    A dash with a space on either side becomes " - "; one within a word stays within it.
    """
    name = _APOSTROPHES.sub("'", _DASHES.sub("-", settled_line(name)))
    name = _SPACES.sub(" ", _SPACED_DASH.sub(" - ", name))
    return name.strip(" -")
