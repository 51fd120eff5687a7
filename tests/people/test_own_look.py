"""No page and no letter of signing in looks or sounds like the library behind it."""

from pathlib import Path

import pytest
from allauth.account.views import ConfirmEmailVerificationCodeView
from django.conf import settings
from django.template.loader import get_template
from django.urls import URLPattern

from people.urls import urlpatterns

OWN = Path(settings.BASE_DIR) / "templates"
VIEWS = [
    pattern.callback.view_class
    for pattern in urlpatterns
    if isinstance(pattern, URLPattern) and hasattr(pattern.callback, "view_class")
]
PAGES = {
    str(view.template_name)
    for view in (*VIEWS, ConfirmEmailVerificationCodeView)
    if getattr(view, "template_name", None)
}
LETTERS = (
    "account/email/email_changed",
    "account/email/email_confirmation",
    "account/email/login_code",
    "mfa/email/recovery_codes_generated",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
)
MESSAGES = (
    "account/messages/email_confirmation_failed",
    "account/messages/email_confirmation_sent",
    "account/messages/email_confirmed",
    "account/messages/logged_in",
    "account/messages/logged_out",
    "account/messages/login_code_sent",
    "mfa/messages/recovery_codes_generated",
    "mfa/messages/totp_activated",
    "mfa/messages/totp_deactivated",
    "mfa/messages/webauthn_added",
    "mfa/messages/webauthn_removed",
    "usersessions/messages/sessions_logged_out",
)
TEXTS = [
    *(f"{letter}_{part}.txt" for letter in LETTERS for part in ("subject", "message")),
    *(f"{message}.txt" for message in MESSAGES),
]


def test_every_page_of_the_sign_in_is_known_here() -> None:
    assert len(PAGES) > 15


@pytest.mark.parametrize("name", [*sorted(PAGES), *TEXTS])
def test_it_is_ours(name: str) -> None:
    origin = get_template(name).template.origin  # type: ignore[attr-defined]

    assert Path(origin.name).is_relative_to(OWN)
