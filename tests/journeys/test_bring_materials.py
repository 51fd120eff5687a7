"""Slides are brought to a session, checked by a worker, and handed out; too large ones are not."""

import http.client
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests import files
from tests.journeys.conftest import OpenWindow, Watched

pytestmark = pytest.mark.journey

TEAM, LEAD = "team@example.org", "lead.ayr@example.org"
TITLE = "Benches and paths"
TOO_LARGE = "A file may have up to 20 MB; this one has 21 MB."
CHECKED_WITHIN = 40  # reloads, each half a second after the other


def session_to_come(window: Watched) -> str:
    """Opens the next session; its address."""
    window.go("/sessions/")
    window.page.locator("main .cp-rows__title a").first.click()
    window.page.wait_for_load_state()
    return window.page.url.removeprefix(window.portal.url)


def on_disk(window: Watched) -> dict[str, int]:
    """What lies in the folder of files, by name."""
    folder = window.portal.folder / "files"
    return {path.name: path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def choose(window: Watched, path: Path) -> None:
    window.page.get_by_label("File", exact=True).set_input_files(path)
    window.tap("Add")
    window.page.wait_for_load_state()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_slides_are_brought_checked_and_handed_out(
    signed_in: OpenWindow, tmp_path: Path, *, scripts: bool
) -> None:
    team = signed_in(TEAM, scripts=scripts)
    address = session_to_come(team)
    before = on_disk(team)
    slides, large = tmp_path / "Benches.pdf", tmp_path / "large.txt"
    title = f"{TITLE} {token_hex(4)}"
    content = files.pdf(lambda made: made.docinfo.update({"/Title": title}))
    slides.write_bytes(content)
    large.write_bytes(files.large(21 * 1024 * 1024))

    team.tap("Add a file", role="link")
    assert (team.axe() if scripts else []) == []
    assert team.overflow() == 0 if scripts else True
    team.page.get_by_label("Title").fill(title)
    choose(team, large)
    expect(team.page.locator("main")).to_contain_text(TOO_LARGE)
    expect(team.page.get_by_label("Title")).to_have_value(title)
    assert on_disk(team) == before
    choose(team, slides)

    row = team.page.locator(".cp-rows__row", has_text=title)
    expect(row).to_be_visible()
    for _ in range(CHECKED_WITHIN):
        if row.get_by_role("link").count():
            break
        team.page.wait_for_timeout(500)
        team.page.reload()
    expect(row).to_contain_text("PDF, ")
    lead = signed_in(LEAD, scripts=scripts)
    lead.go(address)
    with lead.page.expect_download() as coming:
        lead.page.get_by_role("link", name=title).click()
    assert coming.value.suggested_filename == "Benches.pdf"
    assert Path(coming.value.path()).read_bytes() == content
    assert lead.page.get_by_text("Take away").count() == 0
    row.get_by_role("button").click()
    expect(row).to_have_count(0)
    assert (team.troubles, lead.troubles) == ([], [])


def test_far_too_much_is_refused_before_it_is_read(signed_in: OpenWindow) -> None:
    team = signed_in(TEAM)
    path = f"{session_to_come(team)}materials/file/"
    before = on_disk(team)
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in team.page.context.cookies())
    place = urlsplit(team.portal.url)
    line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)

    line.putrequest("POST", path)
    line.putheader("Cookie", cookies)
    line.putheader("Origin", team.portal.url)
    line.putheader("Content-Type", "multipart/form-data; boundary=x")
    line.putheader("Content-Length", str(500 * 1024 * 1024))
    line.endheaders(b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n')
    with line.getresponse() as answer:
        status = answer.status
    line.close()

    assert status == 413
    assert on_disk(team) == before
