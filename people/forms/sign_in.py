"""What a person types to sign in and to prove themselves once more."""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    RequestLoginCodeForm,
)
from allauth.core.internal.cryptokit import compare_user_code
from django import forms
from django.core.exceptions import ValidationError

CODE_LABEL = "Code"
CODE_HELP = "Eight letters, such as BCDF-GHJK. Small letters and spaces are fine."


def _code_box() -> forms.TextInput:
    return forms.TextInput(
        attrs={
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "size": 10,
        }
    )


def _address_box() -> forms.EmailInput:
    return forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})


class AskForCodeForm(RequestLoginCodeForm):
    """The address to which a code goes."""

    use_required_attribute = False

    email = forms.EmailField(
        label="E-mail address",
        help_text="The one to which your invitation came.",
        max_length=254,
        widget=_address_box(),
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "Enter an e-mail address in full, such as name@example.org.",
        },
    )


class SignInCodeForm(ConfirmLoginCodeForm):
    """The code that came by e-mail, and whether this phone is one's own."""

    use_required_attribute = False

    code = forms.CharField(
        label=CODE_LABEL,
        help_text=CODE_HELP,
        max_length=40,
        widget=_code_box(),
        error_messages={"required": "Enter the code from the letter."},
    )
    remember = forms.BooleanField(
        label="Stay signed in on this phone or computer for 30 days",
        help_text="Only where nobody else uses it. "
        "The Programme Team and administrators sign in again after 12 hours in any case.",
        required=False,
    )


class NewAddressForm(AddEmailForm):
    """The address that shall take the place of the present one."""

    use_required_attribute = False

    email = forms.EmailField(
        label="New e-mail address",
        help_text="A code goes there. Your present address stays until you have typed it.",
        max_length=254,
        widget=_address_box(),
        error_messages={
            "required": "Enter the new address.",
            "invalid": "Enter an e-mail address in full, such as name@example.org.",
        },
    )


class NewAddressCodeForm(ConfirmEmailVerificationCodeForm):
    """The code that came to the new address."""

    use_required_attribute = False

    code = forms.CharField(
        label=CODE_LABEL,
        help_text=CODE_HELP,
        max_length=40,
        widget=_code_box(),
        error_messages={"required": "Enter the code from the letter."},
    )


class OnceMoreForm(forms.Form):
    """A code that proves that the person at the screen still reads the account's mail."""

    use_required_attribute = False

    code = forms.CharField(
        label=CODE_LABEL,
        help_text=CODE_HELP,
        max_length=40,
        widget=_code_box(),
        error_messages={"required": "Enter the code from the letter."},
    )

    def __init__(self, typed: Mapping[str, Any] | None, *, expected: str) -> None:
        super().__init__(typed)
        self.expected = expected

    def clean_code(self) -> str:
        """Raises a sentence for any other code."""
        code: str = self.cleaned_data["code"]
        if not compare_user_code(actual=code, expected=self.expected):
            raise ValidationError(
                "This is not the code of the newest letter. Check it and type it again."
            )
        return code
