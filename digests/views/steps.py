"""The steps of a digest, each one press: gather again, ask the towns, freeze, publish, withdraw."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from digests.actions import freezing, gathering, publishing
from digests.actions.checking import begin_check
from digests.forms.editing import WithdrawForm
from digests.models import Digest
from digests.views.finding import edited
from kit.attempts import attempt
from kit.errors import DomainError
from people.http import AuthedRequest


def _step(request: AuthedRequest, digest: Digest, deed: Callable[[], str]) -> HttpResponse:
    """Do a deed, say what came of it, and go back to the desk."""
    try:
        messages.success(request, deed())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("digests:desk", digest.quarter)


@require_POST
@edited
def gather_page(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """Takes in what came since."""

    def gather() -> str:
        gathering.gather_again(digest, by=request.user, at=timezone.now())
        return "What came since is taken in, in full depth. What you edited stays as it is."

    return _step(request, digest, gather)


@require_POST
@edited
def ask_towns_page(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """Asks each town's lead to check its section."""

    def ask() -> str:
        asked = begin_check(digest, by=request.user, at=timezone.now())
        leads = "1 lead was asked" if asked == 1 else f"{asked} leads were asked"
        return f"{leads} to check what the digest says of their town."

    return _step(request, digest, ask)


@require_POST
@edited
def freeze_page(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """Freezes what there is into an edition."""

    def freeze() -> str:
        freezing.begin_freeze(digest, by=request.user, at=timezone.now())
        return "Frozen. Look at it as its readers will, then publish it."

    return _step(request, digest, freeze)


@require_POST
@edited
def thaw_page(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """Takes a frozen digest back to the towns' check."""

    def thaw() -> str:
        freezing.thaw(digest, by=request.user, at=timezone.now())
        return "It can be changed again. The frozen edition was given up."

    return _step(request, digest, thaw)


@require_POST
@edited
def reopen_page(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """Takes a withdrawn digest back to the towns' check."""

    def reopen() -> str:
        publishing.reopen(digest, by=request.user, at=timezone.now())
        return "It can be changed again. Until it is published, its page says that it is withdrawn."

    return _step(request, digest, reopen)


@require_http_methods(["GET", "HEAD", "POST"])
@edited
def publish_page(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """Asks first: letters cannot be called back."""
    if request.method == "POST":

        def publish() -> str:
            publishing.publish(digest, by=request.user, at=timezone.now())
            return "Published. Its readers get their letters in their working hours."

        return _step(request, digest, publish)
    return render(request, "digests/publish_page.html", {"digest": digest})


@require_http_methods(["GET", "HEAD", "POST"])
@edited
def withdraw_page(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """Asks why; then nobody reads the edition any more, and its readers are told."""
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    def withdraw() -> None:
        why = form.cleaned_data["why"]
        publishing.withdraw(digest, why, by=request.user, at=timezone.now())

    if attempt(form, withdraw):
        messages.success(request, "Withdrawn. Those who got it are told.")
        return redirect("digests:desk", digest.quarter)
    return render(request, "digests/withdraw_page.html", {"digest": digest, "form": form})
