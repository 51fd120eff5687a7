"""Pages for what went wrong, in the portal's look, when little else works."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.views import defaults


@pytest.mark.parametrize("page", ["400", "403", "404", "429", "500"])
def test_an_error_page_needs_no_request_no_person_and_no_database(page: str) -> None:
    html = render_to_string(f"{page}.html")

    assert html.count("<h1") == 1
    assert "Local Learning Cohort</title>" in html
    assert 'href="/static/vendor/portal.css"' in html
    assert "Sign out" not in html


def test_a_broken_page_answers_in_the_portals_look() -> None:
    answer = defaults.server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert b"Something broke on our side" in answer.content


def test_a_bad_request_answers_in_the_portals_look() -> None:
    answer = defaults.bad_request(RequestFactory().get("/"), ValueError())

    assert answer.status_code == 400
    assert b"The portal could not read that" in answer.content


def test_a_form_that_was_open_too_long_gives_back_what_was_typed() -> None:
    html = render_to_string("403.html", {"reason": "stale", "typed": ["<b>Twelve</b> lines"]})

    assert "&lt;b&gt;Twelve&lt;/b&gt; lines" in html
