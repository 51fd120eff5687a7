"""What lies sealed in the database."""

import pytest
from cryptography.fernet import InvalidToken
from pytest_django import Settings

from people.sealing import sealed, unsealed

OLD, NEW = "o" * 50, "n" * 50


def test_what_is_sealed_is_read_again_and_shows_nothing() -> None:
    seal = sealed("JBSWY3DPEHPK3PXP")

    assert unsealed(seal) == "JBSWY3DPEHPK3PXP"
    assert "JBSWY3DPEHPK3PXP" not in seal
    assert sealed("JBSWY3DPEHPK3PXP") != seal


def test_a_new_secret_key_still_reads_what_the_old_one_sealed(settings: Settings) -> None:
    settings.SECRET_KEY = OLD
    seal = sealed("text")

    settings.SECRET_KEY = NEW
    settings.SECRET_KEY_FALLBACKS = [OLD]

    assert unsealed(seal) == "text"


@pytest.mark.parametrize("forged", ["", "text", "gAAAAA=="])
def test_what_was_not_sealed_here_is_refused(settings: Settings, forged: str) -> None:
    settings.SECRET_KEY = OLD
    foreign = sealed("text")
    settings.SECRET_KEY = NEW

    for seal in (forged, foreign):
        with pytest.raises(InvalidToken):
            unsealed(seal)
