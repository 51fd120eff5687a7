"""One running portal for all journeys, with all its servers, and a browser that keeps watch."""

import mailbox
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.journeys.filled import start_filled

HOUSE = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 240  # other tests may keep both cores busy
SECONDS_TO_ARRIVE = 60
OWN_VARIABLES = ("DATABASE_URL", "REDIS_URL", "VAR_DIR", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")
# Longer than fifteen seconds: begun last, one would keep one core waiting for the other.
LONGEST = (
    "test_every_page_is_whole_for[chromium-team]",
    "test_it_starts_again_after_anything_and_leaves_nothing_running",
    "test_a_year_is_planned_one_session_moves_and_calendars_follow[chromium]",
    "test_a_quarter_is_drafted_checked_published_read_and_its_question_answered[chromium]",
    "test_every_page_is_whole_for[chromium-lead]",
    "test_a_killed_server_loses_nothing[chromium]",
    "test_every_page_is_whole_for[chromium-steering]",
    "test_every_page_is_whole_for[chromium-link]",
    "test_twenty_four_people_two_registrars_and_a_lost_signal[chromium]",
)
NOTES_BREACHES = """
window.breaches = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.breaches.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""
BROKEN_RULES = """
async (choice) =>
  (await axe.run({ resultTypes: ["violations"], preload: false, ...choice })).violations
"""
TARGETS = {"rules": {"target-size": {"enabled": True}}}  # WCAG 2.2; axe asks it on demand only
OF_SIZE = {"runOnly": ["scrollable-region-focusable", "target-size"]}
SHOWN = """
() => Array.from(document.querySelectorAll("body *"),
  (one) => (one.checkVisibility({ visibilityProperty: true }) ? "1" : "0")).join("")
"""


@dataclass
class Portal:
    """The demonstration as `make demo` runs it, in a folder of its own."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        kept = {key: value for key, value in os.environ.items() if key not in OWN_VARIABLES}
        with (self.folder.parent / "demo.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "local", "demo"],
                cwd=HOUSE,
                env=kept | {"PORT": str(self.port), "VAR": str(self.folder)},
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise AssertionError((self.folder.parent / "demo.log").read_text())
            time.sleep(0.2)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        """Ctrl-C."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=60)

    def letters_to(self, address: str, subject: str = "") -> list[EmailMessage]:
        """The letters in the mailbox for one address, of one subject if it is named."""
        kept = mailbox.Maildir(self.folder / "mail", create=False)
        found = [(kept.get_message(key).get_date(), kept.get_bytes(key)) for key in kept.keys()]  # noqa: SIM118 -- a Maildir iterates over letters
        letters = [message_from_bytes(raw, policy=default) for _, raw in sorted(found)]
        mine = [letter for letter in letters if address in str(letter["Delivered-To"])]
        return [letter for letter in mine if subject in str(letter["Subject"])]

    def next_letter_to(
        self,
        address: str,
        subject: str,
        *,
        known: Collection[str],
        about: str = "",
        meanwhile: Callable[[], None] | None = None,
    ) -> EmailMessage:
        """The letter that is not among those known by their Message-ID; a worker brings it.

        `about` is what stands in its text, where others of that subject may come too. `meanwhile`
        is done before each look into the mailbox.
        """
        until = time.monotonic() + SECONDS_TO_ARRIVE
        while True:
            if meanwhile is not None:
                meanwhile()
            letters = self.letters_to(address, subject)
            new = [
                letter
                for letter in letters
                if str(letter["Message-ID"]) not in known and about in text_of(letter)
            ]
            if new:
                assert len(new) == 1
                return new[0]
            assert time.monotonic() < until, f"no letter came to {address}"
            time.sleep(0.1)


def text_of(letter: EmailMessage) -> str:
    """Its plain text."""
    body = letter.get_body(("plain",))
    return body.get_content() if body else ""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each worker begins with some of the longest: it takes its half of the list in order."""
    known = {one.name: one for one in items if one.name in LONGEST}
    longest = [known[name] for name in LONGEST if name in known]
    others = [one for one in items if one.name not in LONGEST]
    first = len(items) // 2 - len(longest[::2])
    items[:] = [*longest[::2], *others[:first], *longest[1::2], *others[first:]]


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Portal]:
    """One portal for the whole run; with `RUNNING_PORTAL=port:folder`, one that runs already."""
    if there := os.environ.get("RUNNING_PORTAL"):
        number, _, folder = there.partition(":")
        yield Portal(Path(folder), int(number))
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = Portal(tmp_path_factory.mktemp("portal") / "var", port)
    run = tmp_path_factory.getbasetemp()
    start_filled(running, shared=(run.parent if worker_id != "master" else run) / "filled")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of this machine."""
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM") or None,
        "args": ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
    }


type Pressed = Literal["button", "link"]


@dataclass
class Watched:
    """A browser window that counts taps and bytes, and notes what a page must not do."""

    page: Page
    portal: Portal
    taps: int = 0
    bytes_by_page: dict[str, int] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    _loading: str = ""

    def __post_init__(self) -> None:
        self.page.add_init_script(NOTES_BREACHES)
        self.page.on("console", self._note_console)
        line = self.page.context.new_cdp_session(self.page)
        line.send("Network.enable")
        line.on("Network.requestWillBeSent", self._note_page)
        line.on("Network.loadingFinished", self._weigh)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "net::ERR" not in message.text:
            self.troubles.append(message.text)

    def _note_page(self, asked: dict[str, Any]) -> None:
        """A new page begins: what comes from now on is its weight."""
        if asked.get("type") == "Document":
            request = asked["request"]
            path = request["url"].removeprefix(self.portal.url)
            self._loading = f"{len(self.bytes_by_page) + 1}. {request['method']} {path}"

    def _weigh(self, loaded: dict[str, Any]) -> None:
        """Adds what came over the line; what the browser had already weighs nothing."""
        weight = int(loaded["encodedDataLength"])
        self.bytes_by_page[self._loading] = self.bytes_by_page.get(self._loading, 0) + weight

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(self.portal.url + path)

    def tap(self, name: str | re.Pattern[str], *, role: Pressed = "button", nth: int = 0) -> None:
        """Press what a person would see under that name; counted."""
        self.page.get_by_role(role, name=name).nth(nth).click()
        self.taps += 1

    def breaches(self) -> list[str]:
        """What the content policy stopped on the page that is open."""
        return list(self.page.evaluate("window.breaches"))

    def axe(self, *, of_size: bool = False) -> list[str]:
        """The accessibility rules that the open page breaks, with the first place of each.

        With `of_size` only those asked that hang on the sizes of what is shown.
        """
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(Axe().axe_script)
        found = self.page.evaluate(BROKEN_RULES, OF_SIZE if of_size else TARGETS)
        return [f"{row['id']}: {row['nodes'][0]['html'][:160]}" for row in found]

    def shown(self) -> str:
        """Which elements of the open page are shown, in order."""
        return str(self.page.evaluate(SHOWN))

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )


type OpenWindow = Callable[..., Watched]


@pytest.fixture
def window(browser: Browser, portal: Portal) -> Iterator[OpenWindow]:
    """Opens windows, each with cookies of its own (or those of another window's `context`).

    A test that stops requests, waits for them or lets the browser crash opens its windows without
    the worker: once one runs beside a page, Playwright no longer sees all that the page asks for,
    and may hold a worker that the browser starts again.
    """
    contexts: list[BrowserContext] = []

    def opened(
        *,
        width: int = 360,
        scripts: bool = True,
        worker: bool = True,
        within: Watched | None = None,
    ) -> Watched:
        if within is not None:
            return Watched(within.page.context.new_page(), portal)
        context = browser.new_context(
            viewport={"width": width, "height": 780},
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
            service_workers="allow" if worker else "block",
        )
        context.set_default_timeout(20_000)  # other journeys keep the machine busy
        contexts.append(context)
        return Watched(context.new_page(), portal)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in(window: OpenWindow) -> OpenWindow:
    """Opens a window in which somebody has signed in by their card."""

    def opened(
        address: str, *, width: int = 360, scripts: bool = True, worker: bool = True
    ) -> Watched:
        found = window(width=width, scripts=scripts, worker=worker)
        found.go("/account/login/")
        found.page.locator(f'form[action$="/sign-in/{address}/"] button').click()
        found.page.wait_for_url(found.portal.url + "/")
        return found

    return opened
