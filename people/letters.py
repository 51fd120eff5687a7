"""How a letter is put together: text in our words, the same as HTML, and honest headers."""

from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives  # noqa: TID251 -- until the outbox takes all letters
from django.template.loader import render_to_string

HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def compose(template: str, *, to: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    """The letter of `<template>_subject.txt` and `<template>_message.txt`, to one address.

    The HTML is made from the text, paragraph by paragraph, so that both always say the same. A
    paragraph that is the `code` or the `url` of the context is drawn as such.
    """
    context = {"base_url": settings.BASE_URL.rstrip("/"), "to": to} | context
    subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
    text = render_to_string(f"{template}_message.txt", context).strip()
    paragraphs = [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]
    special = {"code": context.get("code"), "url": context.get("url")}
    page = render_to_string(
        "people/mail/letter.html",
        {"subject": subject, "paragraphs": paragraphs, "special": special},
    )
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    letter = EmailMultiAlternatives(
        subject,
        "\n\n".join(paragraphs) + "\n",
        settings.DEFAULT_FROM_EMAIL,
        [to],
        headers=HEADERS | {"Message-ID": make_msgid(domain=host)},
    )
    letter.attach_alternative(page, "text/html")
    return letter
