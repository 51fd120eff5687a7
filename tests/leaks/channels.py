"""All ways by which a member of a Steering Group gets anything of the portal: new ones join."""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from io import BytesIO
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from digests.models import Digest
from front.actions.words import gather_words
from front.queries.learning_sources import SORTS
from outbox.actions.bundling import bundle
from outbox.delivery.sending import deliver
from outbox.models import Letter
from people.models import Organisation, User
from sessions.actions.feeds import make_feed
from tests.access.world import addresses
from tests.leaks.planted import AT, keys_of_rows, planted_words
from tests.wire import kept_letters
from towns.models import Outcome, Town

type Found = Iterator[tuple[str, str]]  # where something stands, and what

PART = re.compile(r"<(?:\w+:)?(\w+)>")
LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
MOST_PAGES = 400
ELSEWHERE = ("office/", "account/", "support/", "letters/", "actions/", "calendar/", "partner/")
# Words that stand beside what is planted.
USUAL = ("it says", "is it", "progress", "opening", "draft", "text", "not", "say", "ann", "buses")
NOT_FOLLOWED = ("/static/", "/account/logout", "/support/")


def pages_at_every_address(reader: User) -> Found:
    """Every address of the portal, with whatever may stand in it, whatever it answers."""
    client = signed_in(reader)
    for route in sorted(addresses().values(), key=lambda route: "digests/" not in route):
        for path in paths_of(route):
            yield path, text_of(client, path)


def pages_behind_links(reader: User) -> Found:
    """What one comes to from home by following links, as deep as they go."""
    client = signed_in(reader)
    waiting, seen = ["/"], {"/"}
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        source = text_of(client, path)
        yield path, source
        for link in map(unescape, LINK.findall(source)):
            if link not in seen and not link.startswith(NOT_FOLLOWED):
                seen.add(link)
                waiting.append(link)


def papers(reader: User) -> Found:
    """The words of every PDF, and what else it holds."""
    client = signed_in(reader)
    for digest in Digest.objects.all():
        for size in ("", "?size=large"):
            path = f"{digest.get_absolute_url()}print.pdf{size}"
            answer = client.get(path)
            if answer["Content-Type"] == "application/pdf":
                pages = PdfReader(BytesIO(answer.content)).pages
                words = " ".join(page.extract_text() for page in pages)
                yield path, f"{words} {answer.content.decode('latin-1')}"


def letters(reader: User) -> Found:
    """Every letter that reaches the reader: subject, text, HTML and what it carries."""
    bundle(at=AT)
    deliver(seconds=60, clock=lambda: AT)
    sent = Letter.objects.filter(to=reader.email, state=Letter.State.ACCEPTED)
    for message in kept_letters(set(sent.values_list("message_id", flat=True))).values():
        yield "a letter's subject", str(message["Subject"])
        for part in message.walk():
            if not part.is_multipart():
                yield f"a letter's {part.get_content_type()}", str(part.get_content())


def calendar_feed(reader: User) -> Found:
    """What the reader's own calendar program is told."""
    _, token = make_feed("A phone", has_links=True, by=reader, at=timezone.now())
    path = f"/calendar/{token}.ics"
    yield path, text_of(Client(), path)


def library(reader: User) -> Found:
    """What a search finds, counts and suggests, whatever is looked for.

    A page says again what was typed: of searches for a planted word it is told only if they found
    anything.
    """
    gather_words()
    client = signed_in(reader)
    for words in USUAL:
        for path in (f"/learning/?q={words}", f"/learning/?q={words}&order=newest"):
            yield path, text_of(client, path)
    for kind in SORTS:
        yield kind, text_of(client, f"/learning/?kind={kind}")
    for outcome in Outcome.objects.all():
        yield outcome.slug, text_of(client, f"/outcomes/{outcome.slug}/")
    for word in planted_words():
        shown = client.get("/learning/", {"q": word}).context
        found = [*shown["rows"], *shown["facets"], shown.get("instead")]
        yield f"a search for {word}", word if any(found) else ""


def static_files(reader: User) -> Found:  # noqa: ARG001 -- the same for everybody
    """What anybody may fetch without signing in."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            if Path(name).suffix in {".css", ".js", ".svg", ".json", ".webmanifest", ".txt"}:
                yield name, Path(storage.path(name)).read_text(encoding="utf-8", errors="replace")


# The one list.
CHANNELS: Mapping[str, Callable[[User], Found]] = {
    "pages at every address": pages_at_every_address,
    "pages behind links": pages_behind_links,
    "papers": papers,
    "letters": letters,
    "calendar feed": calendar_feed,
    "library": library,
    "static files": static_files,
}


def signed_in(reader: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(reader)
    return client


def text_of(client: Client, path: str) -> str:
    """What an address answers, with what its header tells."""
    answer = client.get(path)
    pieces = getattr(answer, "streaming_content", None)
    body = answer.content if pieces is None else b"".join(pieces)
    return f"{answer.headers} {unescape(body.decode('utf-8', errors='replace'))}"


def paths_of(route: str) -> Iterator[str]:
    """An address with every row that might stand in it."""
    names = PART.findall(route)
    # Pages of the office and of one's account know nothing of these rows: one key is enough there.
    most = 1 if route.startswith(ELSEWHERE) else None
    values = [list(itertools.islice(_values(name, route), most)) for name in names]
    for chosen in itertools.product(*values):
        path = f"/{route}"
        for value in chosen:
            path = PART.sub(lambda _, put=value: put, path, count=1)  # type: ignore[misc]
        yield path
        if names == ["quarter"]:
            yield from (f"{path}?depth=full", f"{path}?depth=page")


def _values(part: str, route: str) -> Iterator[str]:
    if part in {"town_slug", "slug"}:
        yield from Town.objects.values_list("slug", flat=True)
        if route.startswith("partners/"):
            yield from Organisation.objects.values_list("slug", flat=True)
    elif part == "quarter":
        yield from (f"{one:%Y-%m}" for one in Digest.objects.values_list("quarter", flat=True))
    elif part == "month":
        yield from ("2026-09", "2026-10")
    elif part == "key":
        yield from keys_of_rows()
    else:
        yield "1"
