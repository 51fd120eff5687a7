"""The portal does not start with times by which a letter could be sent by two."""

import pytest
from django.conf import settings as portal
from django.core.checks import run_checks
from pytest_django import Settings

from outbox.checks import times_of_delivery_fit

LEASE = "MAIL_LEASE_SECONDS must be more than 3 times MAIL_ANSWER_SECONDS."
GRACE = "MAIL_GRACE_SECONDS must be more than MAIL_IDLE_SECONDS."


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ({}, []),
        ({"lease_seconds": 91}, []),
        ({"lease_seconds": 90}, [LEASE]),
        ({"answer_seconds": 40}, [LEASE]),
        ({"grace_seconds": 60}, [GRACE]),
        ({"idle_seconds": 300, "lease_seconds": 1}, [LEASE, GRACE]),
    ],
)
def test_times_that_do_not_fit_are_told(
    settings: Settings, times: dict[str, float], told: list[str]
) -> None:
    settings.DELIVERY = portal.DELIVERY | times

    assert [one.msg for one in times_of_delivery_fit()] == told
    assert [one.msg for one in run_checks() if one.id in ("outbox.E004", "outbox.E005")] == told
