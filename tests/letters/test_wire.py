"""One letter of each kind as it comes: its headers, and that text and page say the same."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from outbox.footers import why_url
from outbox.kinds import kinds
from tests.letters.post import Posted, posted
from tests.letters.scenes import SCENES
from tests.letters.scenes.reports import MORNING_LETTER
from tests.wire import page_of, text_of

pytestmark = pytest.mark.django_db

# By the kind: to which list its letters belong. Of the account's, nothing can be stopped.
LISTS = {
    "digests/corrected": "news",
    "digests/edition": "news",
    "digests/section_remarked": "account",
    "digests/section_to_check": "reminders",
    "digests/withdrawn": "account",
    "evidence/consent_ends": "reminders",
    "evidence/consent_withdrawn": "account",
    "front/this_week": "news",
    "front/undelivered": "account",
    "outbox/message": "account",
    "people/account_changed": "account",
    "people/address_code": "account",
    "people/invitation": "account",
    "people/once_more_code": "account",
    "people/sign_in_code": "account",
    "reflections/due_soon": "reminders",
    "reflections/due_today": "reminders",
    "reflections/group_question": "reminders",
    "reflections/introduction": "news",
    "reflections/introduction_answered": "news",
    "reflections/item_read": "news",
    "reflections/item_used": "news",
    "reflections/late": "reminders",
    "reflections/question_answered": "news",
    "reflections/question_asked": "news",
    "reflections/report_ready": "reminders",
    "reflections/thank_you": "news",
    "sessions/cancelled": "account",
    "sessions/changed": "account",
    "sessions/invited": "account",
    "sessions/soon": "reminders",
    "sessions/tomorrow": "reminders",
    "towns/handover": "account",
    "towns/handover_pack": "account",
    "towns/role_begun": "account",
    "towns/role_ends": "account",
}
MORNING = "the morning's"
# Codes and changes of an account are told alone; so is what another program sends, as it wrote it.
WITHOUT_FOOTER = {"outbox/message"}
LONGEST_SUBJECT = 100
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


class Page(HTMLParser):
    """What a page shows, and where it leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.headline = ""
        self._hidden = 0
        self._in_headline = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if "display: none" in (found.get("style") or "") or tag in {"head", "style"}:
            self._hidden += 1
        self._in_headline = tag == "h1"
        if tag == "a":
            self.links.append(found["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag in {"div", "head", "style"}:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._in_headline:
            self.headline += data
            self._in_headline = bool(data.isspace())
        else:
            self.words += words(data)


def words(text: str) -> list[str]:
    """The words of a text, its links left out: a page may show a name in their place."""
    return re.findall(r"[^\W_]+", ADDRESS.sub(" ", text))


def faults_of(kind: str, one: Posted) -> Iterator[str]:
    """What is not as it should be with one letter."""
    message, text, page = one.message, text_of(one.message), Page(page_of(one.message))
    belongs_to = LISTS.get(kind, "reminders")
    host = urlsplit(settings.BASE_URL).hostname
    headers = {
        "Message-ID": one.letter.message_id,
        "Subject": one.letter.subject,
        "List-Id": f"<{belongs_to}.{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    yield from (
        f"{name}: {message[name]}" for name, value in headers.items() if message[name] != value
    )
    if one.letter.to not in str(message["To"]) or len(message["Subject"]) > LONGEST_SUBJECT:
        yield f"{message['To']}, {message['Subject']}"
    stop = re.search(r"^Get fewer letters:\n(\S+)$", text, re.MULTILINE)
    stops = (f"<{stop[1]}>", "List-Unsubscribe=One-Click") if stop else (None, None)
    if (message["List-Unsubscribe"], message["List-Unsubscribe-Post"]) != stops:
        yield f"stopped by {message['List-Unsubscribe']}, not {stops[0]}"
    if bool(stop) != (belongs_to != "account"):
        yield "can be stopped" if stop else "cannot be stopped"
    if page.headline.strip() != message["Subject"]:
        yield f"headline: {page.headline}"
    if kind not in WITHOUT_FOOTER:
        if not re.search(r"^You get this because \w[^{}]*\.$", text, re.MULTILINE | re.DOTALL):
            yield "no reason"
        if why_url(one.letter.key) not in text:
            yield "no way to learn why"
    if words(text) != page.words:
        yield f"other words: {set(words(text)) ^ set(page.words)}"
    if ADDRESS.findall(text) != page.links:
        yield f"other links: {set(ADDRESS.findall(text)) ^ set(page.links)}"
    yield from (f"promised otherwise than the table has it: {row}" for row in one.strangers)


@pytest.mark.usefixtures("programme")
def test_every_kind_of_letter_comes_with_its_headers_its_reason_and_equal_words() -> None:
    came = posted({**SCENES, MORNING: MORNING_LETTER})

    played = {kind: name for name, scene in SCENES.items() for kind in scene.kinds}
    wrong = {
        kind: found
        for kind, name in [*played.items(), (MORNING, MORNING)]
        if (found := list(faults_of(kind, came[name])))
    }
    assert set(played) == set(LISTS) == {kind.name for kind in kinds()}
    assert wrong == {}
