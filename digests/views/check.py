"""Where a town's lead checks what a digest is to say of the town: on a phone, in a few minutes."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from digests.actions.checking import approve_section, remark_on_section
from digests.forms.editing import RemarkForm
from digests.models import Digest, Section
from digests.policies import may_check_section
from digests.queries.parts import part_of, with_passages
from kit.attempts import attempt
from kit.errors import DomainError
from kit.keys import number_in
from people.http import AuthedRequest

State = Digest.State


@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: AuthedRequest, quarter: date, town_slug: str) -> HttpResponse:
    """The section as its readers would get it, a button that approves, a box for what is wrong."""
    on = timezone.localdate()
    sections = with_passages(Section.objects.visible_to(request.user, on=on))
    rows = sections.filter(digest__quarter=quarter).select_related("digest", "town")
    section = get_object_or_404(rows, town__slug=town_slug)
    is_remark = "remark" in request.POST
    form = RemarkForm(request.POST if is_remark else None)
    if request.method == "POST" and not is_remark:
        return _approve(request, section)
    if attempt(form, lambda: _remark(request, section, form)):
        messages.success(request, "The Programme Team reads it. Thank you.")
        return redirect(_address(section))
    may_check = may_check_section(request.user, section, on=on)
    state = section.digest.state
    context = {
        "section": section,
        "digest": section.digest,
        "part": part_of(section, has_lead=True),
        "form": form,
        "may_check": may_check and state == State.CHECK,
        "may_remark": may_check and state in {State.CHECK, State.PUBLISHED},
        "is_published": state == State.PUBLISHED,
    }
    return render(request, "digests/check_page.html", context)


def _approve(request: AuthedRequest, section: Section) -> HttpResponse:
    """The version that the page showed is approved, and no other."""
    seen = request.POST.get("version", "")
    try:
        approve_section(
            section,
            seen_version=number_in(seen, otherwise=0),
            by=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Approved. Thank you.")
    return redirect(_address(section))


def _remark(request: AuthedRequest, section: Section, form: RemarkForm) -> None:
    text = form.cleaned_data["remark"]
    remark_on_section(section, text, by=request.user, at=timezone.now())


def _address(section: Section) -> str:
    town = section.town.slug if section.town else ""
    return reverse("digests:check", args=[section.digest.quarter, town])
