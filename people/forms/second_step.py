"""What a person types to set up the second step at sign-in, and to pass it."""

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

FIGURES_MISSING = {"required": "Enter the figures that the app shows."}


def _figures_box() -> forms.TextInput:
    """Figures of an app, or a recovery code: a keyboard of letters would be in the way."""
    return forms.TextInput(
        attrs={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "spellcheck": "false",
            "size": 10,
        }
    )


class SetUpAppForm(ActivateTOTPForm):
    """The figures that prove that the app has the key."""

    use_required_attribute = False

    code = forms.CharField(
        label="The six figures",
        max_length=40,
        widget=_figures_box(),
        error_messages=FIGURES_MISSING,
    )


class SecondStepForm(AuthenticateForm):
    """The figures of the app, or a recovery code, after the code of the letter."""

    use_required_attribute = False

    code = forms.CharField(
        label="Six figures, or a recovery code",
        max_length=40,
        widget=_figures_box(),
        error_messages=FIGURES_MISSING,
    )


class SecondStepOnceMoreForm(ReauthenticateForm):
    """The same, before an account changes."""

    use_required_attribute = False

    code = forms.CharField(
        label="Six figures, or a recovery code",
        max_length=40,
        widget=_figures_box(),
        error_messages=FIGURES_MISSING,
    )
