"""What is posted in another shape than a form's is never answered as if it was kept."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sort", ["application/json", "application/octet-stream", "text/plain", ""])
def test_what_no_form_sends_is_refused_in_the_portals_look(client: Client, sort: str) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)

    for address in (report.get_absolute_url(), reverse("reflections:jots")):
        answer = client.post(address, b'{"entry": "x"}', content_type=sort)

        assert answer.status_code == 415
        assert "Nothing was changed." in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "sort"),
    [
        (b"damaged", "multipart/form-data; boundary=x"),
        (b"", "application/x-www-form-urlencoded"),
        (b"owner=somebody", "application/x-www-form-urlencoded"),
    ],
)
def test_a_report_is_not_saved_by_a_form_that_holds_nothing(
    client: Client, body: bytes, sort: str
) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    client.force_login(lead.user)

    answer = client.post(report.get_absolute_url(), body, content_type=sort)

    assert answer.status_code == 400


def test_a_post_without_a_body_has_no_shape(client: Client) -> None:
    client.force_login(make.lead().user)

    assert client.post(reverse("account_logout"), b"", content_type="").status_code == 302
