"""How allauth behaves here: invite only, codes instead of passwords, letters in our words."""

import time
from datetime import timedelta
from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse  # noqa: TID251 -- allauth hands its adapter requests
from django.urls import reverse
from django.utils import timezone

from people.actions.letters import write_to_account
from people.models import User
from people.sealing import sealed, unsealed

REMEMBER = "remember"  # session: the person asked to stay signed in on this device
SIGNED_IN_AT = "signed_in_at"  # session: when, in seconds since 1970
REMEMBERED_FOR = timedelta(days=30)
NOT_IN_LETTERS = frozenset({"user", "request"})  # allauth hands them over with the words


class InviteOnlyAdapter(DefaultAccountAdapter):
    """Accounts begin with an invitation; people sign in by code or passkey."""

    error_messages: ClassVar[dict[str, str]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed.",
        "duplicate_email": "This is already the address of your account.",
        "email_taken": "This address cannot be used. Try another one.",
        "incorrect_code": "This is not the code of the newest letter. Check it and type it again.",
        "rate_limited": "That was too often in a short time. Wait a minute, then try again.",
        "too_many_login_attempts": "That was too often in a short time. "
        "Wait a few minutes, then ask for a new code.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Never: accounts begin with an invitation."""
        return False

    def pre_login(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        **hook_kwargs: Any,  # noqa: ANN401 -- allauth's signature
    ) -> HttpResponse | None:
        """Accounts made without an invitation (by a command) get their one address noted here."""
        if not EmailAddress.objects.filter(user_id=user.pk).exists():
            EmailAddress.objects.create(
                user_id=user.pk, email=user.get_username(), primary=True, verified=True
            )
        return super().pre_login(request, user, **hook_kwargs)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Note the moment, from which `front.middleware` counts, and keep the phone if asked to."""
        super().login(request, user)
        request.session[SIGNED_IN_AT] = time.time()
        if request.session.pop(REMEMBER, False):
            request.session.set_expiry(int(REMEMBERED_FOR.total_seconds()))

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """A new address is proven: the old one is gone, and so is every other session."""
        confirmed = super().confirm_email(request, email_address)
        if confirmed and request.user.is_authenticated:
            end_other_sessions(request, request.user)
        return confirmed

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ANN401 -- allauth's signature
        """Not within a quarter of an hour of signing in or of proving oneself once more.

        People without a second factor prove themselves by a code to their address: allauth knows
        no such way, so it is asked for from here.
        """
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        request = context.request
        records = get_authentication_records(request, request.user)
        latest = max((record["at"] for record in records), default=0)
        if time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        if not get_reauthentication_flows(request.user):
            raise ReauthenticationRequired
        return True

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """The second factor of those who have one; a code by e-mail for the others."""
        methods = super().get_reauthentication_methods(user)
        if methods or not user.is_authenticated:
            return methods
        return [
            {
                "id": "code",
                "description": "Use a code sent to your address",
                "url": reverse("account_reauthenticate"),
            }
        ]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Promise one letter. No page waits for a mail server, or tells what it said."""
        if "timestamp" in context:
            context = context | {"timestamp": timezone.localtime(context["timestamp"])}
        words = {name: fact for name, fact in context.items() if name not in NOT_IN_LETTERS}
        user = context.get("user") or _user_at(email)
        write_to_account(template_prefix, to=email, user=user, at=timezone.now(), **words)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Promise a letter about an account, which may go to an address that is its own no more."""
        super().send_notification_mail(
            template_prefix, user, {**(context or {}), "user": user}, email
        )


def _user_at(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).select_related("person").first()


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names that people recognise in their authenticator app and among their passkeys."""

    error_messages: ClassVar[dict[str, str]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This is not the code that the app shows now. Wait for the next one.",
        "unverified_email": "Confirm your address first: a code is in your mail.",
    }

    def encrypt(self, text: str) -> str:
        """The keys of authenticator apps and of recovery codes lie sealed in the database."""
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Such a key, to check a code against."""
        return unsealed(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The portal, by its name."""
        return super().get_public_key_credential_rp_entity() | {"name": "Local Learning Cohort"}

    def generate_authenticator_name(
        self,
        user: AbstractBaseUser,
        type: Authenticator.Type,  # noqa: A002 -- allauth's signature
    ) -> str:
        """Passkeys are numbered."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return f"Passkey {number}"
