"""Which views read what no form sends: all the others refuse it."""

from collections.abc import Callable
from typing import Any


def takes_any_body[View: Callable[..., Any]](view: View) -> View:
    """A view that a program calls, and that says itself which bodies it takes."""
    view.takes_any_body = True  # type: ignore[attr-defined]
    return view
