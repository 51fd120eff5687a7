import pytest

from kit.templatetags.devices import device


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Safari/604.1",
            "Safari on an iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/140.0 Safari/537.36", "Chrome on a Chromebook"),
        ("", "An unknown browser on an unknown device"),
    ],
)
def test_a_device_is_named_in_plain_words(said: str, named: str) -> None:
    assert device(said) == named
