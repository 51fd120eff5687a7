"""What a mail provider posts to us of our letters, read by Anymail.

Only its readers are used: what is sent goes by SMTP, to whichever relay. They are imported when
they are asked for, because most portals have no provider.
"""

import json
import logging
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError  # noqa: TID251 -- reads what was posted
from django.utils.module_loading import import_string

from outbox.models import MailReport
from outbox.reported import (
    CODE,
    STATUS,
    Fact,
    address_in,
    blamed,
    in_short,
    letter_by_envelope,
    letter_by_message_id,
)

LARGEST = 1_000_000  # octets of what is posted at once
UNAUTHORISED, FORBIDDEN, TOO_LARGE, UNREADABLE = 401, 403, 413, 400
_WHAT = MailReport.What
_TOLD = {
    "delivered": _WHAT.DELIVERED,
    "deferred": _WHAT.DELAYED,
    "complained": _WHAT.COMPLAINED,
    "unsubscribed": _WHAT.UNSUBSCRIBED,
}
_REFUSED = frozenset({"bounced", "rejected", "failed"})
# How providers say that an address may be right, though a letter did not reach it.
_SOFT = re.compile(
    r'"(?:activity\.)?(?:soft[ _-]?bounced?|transient|undetermined|temporary)"'
    r'|"hard_bounce": false|"bounce_class": "(?:1|2\d|40|5\d|70)"',
    re.IGNORECASE,
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Provider:
    """How Anymail names a provider's reader, and its key, if the provider signs what it posts."""

    view: str
    key: str = ""


PROVIDERS = {
    "amazon_ses": Provider("amazon_ses.AmazonSESTrackingWebhookView"),
    "brevo": Provider("brevo.BrevoTrackingWebhookView"),
    "mailersend": Provider("mailersend.MailerSendTrackingWebhookView", key="signing_secret"),
    "mailgun": Provider("mailgun.MailgunTrackingWebhookView", key="webhook_signing_key"),
    "mailjet": Provider("mailjet.MailjetTrackingWebhookView"),
    "mailtrap": Provider("mailtrap.MailtrapTrackingWebhookView", key="tracking_secret"),
    "mandrill": Provider("mandrill.MandrillCombinedWebhookView", key="webhook_key"),
    "postal": Provider("postal.PostalTrackingWebhookView", key="webhook_key"),
    "postmark": Provider("postmark.PostmarkTrackingWebhookView"),
    "resend": Provider("resend.ResendTrackingWebhookView"),
    "sparkpost": Provider("sparkpost.SparkPostTrackingWebhookView"),
    "unisender_go": Provider("unisender_go.UnisenderGoTrackingWebhookView", key="api_key"),
}


class Refused(Exception):
    """What was posted is not taken; `status` is the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def reader() -> Any:  # noqa: ANN401 -- Anymail has no types
    """Anymail's view of the provider that is set, with our secrets.

    Raises:
        ValueError: the secret is missing by which we know the provider.
        Exception: of Anymail, if something is not installed that this provider needs.
    """
    provider = PROVIDERS[settings.BOUNCE_PROVIDER]
    secrets: dict[str, object] = {"webhook_secret": settings.BOUNCE_SECRET}
    if provider.key:
        secrets[provider.key] = settings.BOUNCE_SIGNING_KEY
    if not secrets[provider.key or "webhook_secret"]:
        missing = "BOUNCE_SIGNING_KEY" if provider.key else "BOUNCE_SECRET"
        raise ValueError(f"without {missing}, anybody could report anything")
    return import_string(f"anymail.webhooks.{provider.view}")(**secrets)


def facts_in(request: HttpRequest) -> list[Fact]:
    """What the provider reports in a request.

    Raises:
        Refused: it is too large, does not come from the provider, or cannot be read.
    """
    if len(_body(request)) > LARGEST:
        raise Refused(TOO_LARGE)
    try:
        view = reader()
        _ask_for_secret(view, request)
        view.run_validators(request)
        return [fact for event in view.parse_events(request) if (fact := _fact(event))]
    except SuspiciousOperation as fault:
        raise Refused(FORBIDDEN) from fault
    except Refused:
        raise
    except Exception as fault:
        logger.warning("A report of the provider cannot be read: %s", type(fault).__name__)
        raise Refused(UNREADABLE) from fault


def _ask_for_secret(view: Any, request: HttpRequest) -> None:  # noqa: ANN401 -- Anymail has no types
    """Before the provider's own signature, so that a wrong secret is answered as such."""
    try:
        import_string("anymail.webhooks.base.AnymailBasicAuthMixin").validate_request(view, request)
    except SuspiciousOperation as fault:
        raise Refused(UNAUTHORISED) from fault


def _body(request: HttpRequest) -> bytes:
    """The whole body, before anybody reads a part of it."""
    try:
        return request.body
    except RequestDataTooBig as fault:
        raise Refused(TOO_LARGE) from fault
    except UnreadablePostError as fault:
        raise Refused(UNREADABLE) from fault


def _fact(event: Any) -> Fact | None:  # noqa: ANN401 -- Anymail has no types
    """What an event of Anymail's tells us; nothing, if it is of opening, clicking and the like."""
    raw = json.dumps(event.esp_event, default=str)
    words = f"{event.mta_response or ''} {event.description or ''}"
    what = _TOLD.get(event.event_type) or _refusal(event, words, raw)
    if what is None:
        return None
    message_id = str(event.message_id or "")
    return Fact(
        what,
        letter_by_envelope(raw) or letter_by_message_id(f"{message_id} {raw}"),
        address_in(str(event.recipient or "")),
        in_short(words),
        message_id=in_short(message_id),
        same=str(event.timestamp or raw),
    )


def _refusal(event: Any, words: str, raw: str) -> MailReport.What | None:  # noqa: ANN401 -- the same
    """Whether the address is to blame, by the provider's own word and by those of the server."""
    if event.event_type not in _REFUSED:
        return None
    is_the_address = event.reject_reason in {"bounced", "invalid"} or (
        event.event_type == "bounced" and event.reject_reason is None
    )
    if event.event_type == "failed":
        is_the_address = bool(STATUS.search(words) or CODE.search(words))
    return blamed(words) if is_the_address and not _SOFT.search(raw) else _WHAT.SOFT
