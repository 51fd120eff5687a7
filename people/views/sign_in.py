"""Signing in by a code that comes by e-mail."""

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone

from people.actions.letters import write_to_nobody
from people.adapter import REMEMBER


class AskForCodeView(RequestLoginCodeView):
    """The sign-in page. It answers alike, and as fast, whether or not an address is known."""

    template_name = "account/login.html"

    def form_valid(self, form: RequestLoginCodeForm) -> HttpResponse:
        """On to the page where the code is typed."""
        if form._user is None:  # noqa: SLF001 -- where allauth keeps whom it found
            write_to_nobody(to=form.cleaned_data["email"], at=timezone.now())
        return super().form_valid(form)


class ConfirmCodeView(ConfirmLoginCodeView):
    """The page on which the code is typed. Nothing but the typed code signs anybody in."""

    def _verify_form_valid(self, form: ConfirmLoginCodeForm) -> HttpResponse:
        self.request.session[REMEMBER] = form.cleaned_data["remember"]
        return super()._verify_form_valid(form)

    def _resend_form_valid(self, form: Form) -> HttpResponse:
        if self._process.user is None:
            write_to_nobody(to=self._process.state["email"], at=timezone.now())
        return super()._resend_form_valid(form)


ask_for_code = AskForCodeView.as_view()
confirm_code = ConfirmCodeView.as_view()
