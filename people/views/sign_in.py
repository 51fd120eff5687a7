"""Signing in by a code that comes by e-mail."""

from allauth.account.forms import ConfirmLoginCodeForm
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.http import HttpResponse

from people.adapter import REMEMBER


class AskForCodeView(RequestLoginCodeView):
    """The sign-in page. It answers alike whether or not an address is known."""

    template_name = "account/login.html"


class ConfirmCodeView(ConfirmLoginCodeView):
    """The page on which the code is typed. Nothing but the typed code signs anybody in."""

    def _verify_form_valid(self, form: ConfirmLoginCodeForm) -> HttpResponse:
        self.request.session[REMEMBER] = form.cleaned_data["remember"]
        return super()._verify_form_valid(form)


ask_for_code = AskForCodeView.as_view()
confirm_code = ConfirmCodeView.as_view()
