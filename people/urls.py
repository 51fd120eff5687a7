"""The addresses of signing in and of its settings: those of allauth that we use, one by one.

What is not named here does not exist: there are no passwords and there is no sign-up.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path

from people.views.factors import revoking
from people.views.guarded import counted
from people.views.invitations import invitation_page
from people.views.once_more import once_more_page
from people.views.sessions import end_page, sessions_page
from people.views.sign_in import ask_for_code, confirm_code

ours = [
    path("invitation/<str:token>/", invitation_page, name="invitation"),
    path("sessions/<int:session>/end/", end_page, name="session_end"),
]

urlpatterns = [
    path("", include((ours, "people"))),
    # Two names, one page: allauth asks for both.
    path("login/", counted(ask_for_code), name="account_request_login_code"),
    path("login/", counted(ask_for_code), name="account_login"),
    path("login/code/", counted(confirm_code), name="account_confirm_login_code"),
    path("login/second-step/", counted(factors.authenticate), name="mfa_authenticate"),
    path("login/passkey/", counted(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("logout/", account.logout, name="account_logout"),
    path("address/", counted(account.email), name="account_email"),
    path(
        "address/code/",
        counted(account.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("once-more/", counted(once_more_page), name="account_reauthenticate"),
    path("once-more/second-step/", counted(factors.reauthenticate), name="mfa_reauthenticate"),
    path(
        "once-more/passkey/",
        counted(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("sessions/", sessions_page, name="usersessions_list"),
    path("second-steps/", factors.index, name="mfa_index"),
    path("second-steps/app/", revoking(counted(totp.activate_totp)), name="mfa_activate_totp"),
    path(
        "second-steps/app/remove/",
        revoking(counted(totp.deactivate_totp)),
        name="mfa_deactivate_totp",
    ),
    path(
        "second-steps/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"
    ),
    path(
        "second-steps/recovery-codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("second-steps/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path(
        "second-steps/passkeys/add/",
        revoking(counted(passkeys.add_webauthn)),
        name="mfa_add_webauthn",
    ),
    path(
        "second-steps/passkeys/<int:pk>/remove/",
        revoking(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("second-steps/passkeys/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
]
