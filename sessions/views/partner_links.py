"""Where the team makes links to a partner's page, and revokes them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kit.attempts import attempt
from kit.links import link_to
from people.http import AuthedRequest
from sessions.actions.partner_links import LinkKnown, make_link, revoke_link
from sessions.forms.partner import LinkForm
from sessions.models import CohortSession, Contribution, PartnerLink
from sessions.openings import OPEN_AFTER, page_closes_on
from sessions.queries.partner import links_of, name_at, why_shut, words_for_mail
from sessions.queries.register import caption_of
from sessions.views.guards import planned


@never_cache
@require_http_methods(["GET", "POST"])
@planned
def links_page(request: AuthedRequest, session: CohortSession, key: UUID) -> HttpResponse:
    """A partner's open links; a new one is shown once, on the page that made it."""
    contribution = _found(request, session, key)
    form = LinkForm(request.POST if request.method == "POST" else None)
    made: list[str] = []

    def make() -> None:
        typed, at = form.cleaned_data["name"], timezone.now()
        _, token = make_link(contribution, typed, by=request.user, at=at)
        made.append(link_to(reverse("partner:page", args=[token])))

    if attempt(form, make, at={LinkKnown: "name"}):
        form = LinkForm()
    name = name_at(contribution)
    context = {
        "form": form,
        "session": session,
        "contribution": contribution,
        "name": name,
        "caption": caption_of(session),
        "links": links_of(contribution),
        "new": made[0] if made else "",
        "mail": words_for_mail(contribution, name, url=made[0]) if made else "",
        **_until(contribution),
    }
    return render(request, "sessions/partner_links_page.html", context)


def _until(contribution: Contribution) -> dict[str, object]:
    """How long links open, or why none does any more."""
    closes_on, at = page_closes_on(contribution.session), timezone.now()
    return {"closes_on": closes_on, "days": OPEN_AFTER.days, "shut": why_shut(contribution, at=at)}


@require_POST
@planned
def revoke(request: AuthedRequest, session: CohortSession, key: UUID, link: UUID) -> HttpResponse:
    """One link ends; the others go on."""
    contribution = _found(request, session, key)
    rows = PartnerLink.objects.visible_to(request.user, on=timezone.localdate())
    found = get_object_or_404(rows.filter(contribution=contribution), key=link)
    revoke_link(found, by=request.user, at=timezone.now())
    messages.success(request, f"The link of {found.name} is closed. It opens nothing any more.")
    return redirect("sessions:partner_links", session.slug, key)


def _found(request: AuthedRequest, session: CohortSession, key: UUID) -> Contribution:
    rows = Contribution.objects.visible_to(request.user, on=timezone.localdate())
    found = rows.filter(session=session).select_related("organisation", "session__kind")
    return get_object_or_404(found, key=key)
