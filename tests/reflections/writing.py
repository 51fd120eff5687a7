"""What a window sends of a report, for tests of its pages."""

import re
from uuid import UUID, uuid4

from django.test import Client

from reflections.models import Item, Report
from reflections.queries.items import by_key

HIDDEN = re.compile(r'name="entry" value="([0-9a-f-]{36})"')


def typed(
    text: str,
    *,
    kind: str = "challenge",
    key: UUID | str | None = None,
    version: int = 0,
    audience: str = "team",
    **fields: object,
) -> dict[str, object]:
    """One entry as its form posts it."""
    name = str(key or uuid4())
    sent: dict[str, object] = {
        "entry": [name],
        f"{name}-text": text,
        f"{name}-kind": kind,
        f"{name}-version": version,
        f"{name}-audience": audience,
    }
    return sent | {f"{name}-{field}": value for field, value in fields.items()}


def changed(item: Item, text: str, **fields: object) -> dict[str, object]:
    """An item with another text, as a window sends it that was just opened."""
    content = by_key(Item.objects.filter(pk=item.pk))[item.key].content
    chosen = {"version": item.version, "was": content.digest} | fields
    return typed(text, kind=item.kind, key=item.key, **chosen)  # type: ignore[arg-type]


def both(*entries: dict[str, object]) -> dict[str, object]:
    """Several entries in one sending."""
    sent: dict[str, object] = {}
    for entry in entries:
        sent |= entry
    return sent | {"entry": [key for entry in entries for key in _keys(entry)]}


def _keys(entry: dict[str, object]) -> list[str]:
    keys = entry["entry"]
    assert isinstance(keys, list)
    return keys


def keys_on(client: Client, report: Report) -> list[str]:
    """The keys of the entries that the page shows, in their order."""
    return HIDDEN.findall(client.get(report.get_absolute_url()).content.decode())
