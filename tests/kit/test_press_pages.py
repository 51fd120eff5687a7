"""Pages go out pressed by what the browser takes: the same page, of a length that tells nothing."""

import gzip
import re
from io import BytesIO

import brotli
import pytest
from django.http import FileResponse, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from kit.middleware import PressPagesMiddleware

PAGE = "<!doctype html><p>" + "The walking group meets at the café. " * 40
BROWSER = "gzip, deflate, br, zstd"
NOISE = re.compile(r"<!--[A-Za-z0-9_]*-->\Z")


def _sent(answer: HttpResponseBase, accepted: str) -> HttpResponseBase:
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepted})
    return PressPagesMiddleware(lambda _: answer).process_response(request, answer)


def _body(answer: HttpResponseBase) -> bytes:
    assert isinstance(answer, HttpResponse)
    return answer.content


@pytest.mark.parametrize("accepted", [BROWSER, "br", "br;q=1.0, gzip;q=0.8", "gzip, br;q=0.5"])
def test_a_browser_that_takes_brotli_gets_the_page_so(accepted: str) -> None:
    answer = _sent(HttpResponse(PAGE), accepted)
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Content-Length"] == str(len(_body(answer)))
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert NOISE.sub("", brotli.decompress(_body(answer)).decode()) == PAGE


@pytest.mark.parametrize("accepted", ["gzip", "gzip, br;q=0", "br;q=0.0, gzip", "gzip, brand"])
def test_another_gets_it_as_gzip(accepted: str) -> None:
    answer = _sent(HttpResponse(PAGE), accepted)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(_body(answer)).decode() == PAGE


def test_one_that_takes_neither_gets_it_as_it_is() -> None:
    answer = _sent(HttpResponse(PAGE), "identity")
    assert "Content-Encoding" not in answer.headers
    assert _body(answer).decode() == PAGE


def test_its_length_is_another_each_time() -> None:
    lengths = {len(_body(_sent(HttpResponse(PAGE), BROWSER))) for _ in range(40)}
    assert len(lengths) > 10


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("<p>Short."),
        HttpResponse(PAGE, headers={"Content-Encoding": "gzip"}),
        FileResponse(BytesIO(PAGE.encode()), content_type="text/html"),
    ],
    ids=["short", "pressed already", "a file"],
)
def test_what_gains_nothing_is_left_alone(answer: HttpResponseBase) -> None:
    before = dict(answer.headers)
    assert dict(_sent(answer, BROWSER).headers) == before


@pytest.mark.parametrize(
    "answer",
    [JsonResponse({"text": PAGE}), HttpResponse(PAGE, content_type="text/csv")],
    ids=["JSON", "a table"],
)
def test_what_is_no_page_gets_no_comment(answer: HttpResponse) -> None:
    plain = answer.content
    sent = _sent(answer, BROWSER)
    assert sent.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(_body(sent)) == plain
