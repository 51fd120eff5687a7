"""What a device answers when it makes or uses a passkey. Anybody can post here."""

import struct
from collections.abc import Callable
from typing import Any

from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

LONGEST = 100_000
# What the reader of passkeys raises for an answer that no device gives.
UNREADABLE = (
    AttributeError,
    IndexError,
    KeyError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
REFUSAL = "The answer of the device could not be read. Try again, or sign in by code."


class DeviceAnswerField(forms.JSONField):
    """A device's answer as JSON, refused in a sentence where it cannot be read."""

    widget = forms.HiddenInput

    def __init__(self, read: Callable[[Any], object]) -> None:
        super().__init__(error_messages={"required": REFUSAL, "invalid": REFUSAL})
        self.read = read

    def to_python(self, value: str | None) -> Any:  # noqa: ANN401 -- JSON holds anything
        """The answer, after it was read once without consequences."""
        if value and len(value) > LONGEST:
            raise ValidationError(REFUSAL)
        try:
            answer = super().to_python(value)
            if answer is not None:
                self.read(answer)
        except UNREADABLE as fault:
            raise ValidationError(REFUSAL) from fault
        return answer

    def bound_data(self, data: str | None, initial: object) -> InvalidJSONInput:  # noqa: ARG002 -- Django's signature
        """Nothing: an answer counts once, so that it is never shown again."""
        return InvalidJSONInput("")


class MakePasskeyForm(AddWebAuthnForm):
    """A name for the passkey, and whether it signs in by itself."""

    use_required_attribute = False

    name = forms.CharField(label="Name", max_length=100, required=False)
    passwordless = forms.BooleanField(
        label="Sign in with this passkey alone",
        help_text="Without a code by e-mail. The device then asks for its own lock each time.",
        required=False,
        initial=True,
    )
    credential = DeviceAnswerField(RegistrationResponse.from_dict)


class NamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    use_required_attribute = False

    name = forms.CharField(
        label="Name", max_length=100, error_messages={"required": "Enter a name for the passkey."}
    )


class PasskeySignInForm(LoginWebAuthnForm):
    """Signing in with a passkey alone."""

    credential = DeviceAnswerField(AuthenticationResponse.from_dict)


class PasskeySecondStepForm(AuthenticateWebAuthnForm):
    """A passkey after the code of the letter."""

    credential = DeviceAnswerField(AuthenticationResponse.from_dict)


class PasskeyOnceMoreForm(ReauthenticateWebAuthnForm):
    """A passkey before an account changes."""

    credential = DeviceAnswerField(AuthenticationResponse.from_dict)
