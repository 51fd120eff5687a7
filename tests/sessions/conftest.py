"""What tests of sessions are given."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where files are kept: nobody else's."""
    found = tmp_path / "files"
    settings.MEDIA_ROOT = found
    return found
