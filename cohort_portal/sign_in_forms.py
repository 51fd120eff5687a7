"""Which of our forms stand in the place of allauth's own."""

ACCOUNT_FORMS = {
    "request_login_code": "people.forms.sign_in.AskForCodeForm",
    "confirm_login_code": "people.forms.sign_in.SignInCodeForm",
    "add_email": "people.forms.sign_in.NewAddressForm",
    "confirm_email_verification_code": "people.forms.sign_in.NewAddressCodeForm",
}
MFA_FORMS = {
    "activate_totp": "people.forms.second_step.SetUpAppForm",
    "authenticate": "people.forms.second_step.SecondStepForm",
    "reauthenticate": "people.forms.second_step.SecondStepOnceMoreForm",
    "add_webauthn": "people.forms.passkeys.MakePasskeyForm",
    "edit_webauthn": "people.forms.passkeys.NamePasskeyForm",
    "login_webauthn": "people.forms.passkeys.PasskeySignInForm",
    "authenticate_webauthn": "people.forms.passkeys.PasskeySecondStepForm",
    "reauthenticate_webauthn": "people.forms.passkeys.PasskeyOnceMoreForm",
}
