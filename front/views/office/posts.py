"""Posts: who holds what on a day, and one post ended, handed over, or covered."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import front.actions.people
import front.actions.posts
import towns.actions.tenures
from front.forms.days import OnDayForm
from front.forms.posts import EndForm, HandoverDaysForm, HandOverForm
from front.views.office.doors import FormPage, form_page, names_of_people, office, people_named
from front.views.office.fields import FIELD_OF
from kit.attempts import attempt
from kit.errors import DomainError
from people.actions.invitations import AddressInUse, AlreadySignsIn
from people.http import AuthedRequest
from towns.actions.days import EndsBeforeStart, LastDayOutside, OutsideProgramme
from towns.actions.posts import AlreadyHeld, BeforeTown, HandoverOutside, PostTaken
from towns.actions.tenures import BeforeLeaver
from towns.models import Tenure, Town
from towns.queries.handovers import neighbours_of
from towns.queries.people import post_in_words
from towns.queries.posts import tenures_visible_to, towns_on

A_PAGE = 50


class SuccessorUnclear(DomainError):
    """The name of the successor fits nobody, or several people."""


FIELD_OF_HANDOVER = {
    LastDayOutside: "last_day",  # before the kind of which it is one
    **dict.fromkeys((EndsBeforeStart, front.actions.posts.HandedOverLater), "last_day"),
    **dict.fromkeys((PostTaken, AlreadyHeld, BeforeLeaver), "first_day"),
    **dict.fromkeys((OutsideProgramme, BeforeTown, HandoverOutside), "first_day"),
    **dict.fromkeys((AddressInUse, AlreadySignsIn), "email"),
    SuccessorUnclear: "successor",
}


@require_safe
@office
def posts_page(request: AuthedRequest) -> HttpResponse:
    """Who holds what in every town on any day: vacancies, covers, absences, handovers."""
    today = timezone.localdate()
    form = OnDayForm(request.GET)
    on = (form.cleaned_data["on"] if form.is_valid() else None) or today
    towns = Town.objects.visible_to(request.user, on=today).filter(name__gt=_after(request))
    found = list(towns.order_by("name")[: A_PAGE + 1])
    onward = {"on": on.isoformat(), "after": found[A_PAGE - 1].name if found[A_PAGE:] else ""}
    context = {
        "form": form,
        "on": on,
        "is_today": on == today,
        "can_fill": on >= today,
        "towns": towns_on(found[:A_PAGE], on=on),
        "older": f"?{urlencode(onward)}" if onward["after"] else "",
    }
    return render(request, "front/office/posts_page.html", context)


def _after(request: AuthedRequest) -> str:
    return request.GET.get("after", "")[:120]


def tenure_of(request: AuthedRequest, key: UUID) -> Tenure:
    """The tenure with this key, if the reader may see it."""
    return get_object_or_404(tenures_visible_to(request.user, on=timezone.localdate()), key=key)


def url_of(tenure: Tenure) -> str:
    """The page of a tenure."""
    return reverse("front:office_tenure", args=[tenure.key])


@require_safe
@office
def tenure_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """One person's post: its days, absences, and what can be done about it."""
    tenure = tenure_of(request, key)
    today = timezone.localdate()
    absences = tenure.absences.select_related("cover__person").order_by("-starts_on")
    neighbours = neighbours_of(tenure)
    context = {
        "tenure": tenure,
        "words": post_in_words(tenure),
        "absences": [
            {"absence": absence, "is_ahead": absence.starts_on > today} for absence in absences
        ],
        "is_ahead": tenure.starts_on > today,
        "is_over": tenure.ends_on is not None and tenure.ends_on < today,
        "neighbours": neighbours,
        "can_hand_over": tenure.group_id is None
        and not tenure.covering
        and neighbours.after is None,
        "can_be_away": tenure.group_id is None and not tenure.covering,
    }
    return render(request, "front/office/tenure_page.html", context)


def page_of(tenure: Tenure, *, title: str, button: str, **more: object) -> FormPage:
    """A page with one form about a post."""
    return FormPage(
        title=title,
        caption=f"{tenure.person.name}, {post_in_words(tenure)}",
        button=button,
        back_url=url_of(tenure),
        back_label=f"{tenure.person.name}, {post_in_words(tenure)}",
        **more,  # type: ignore[arg-type]
    )


@require_http_methods(["GET", "POST"])
@office
def end_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """The last day in post: said, changed, or taken back."""
    tenure = tenure_of(request, key)
    known = {"ends_on": tenure.ends_on}
    form = EndForm(request.POST if request.method == "POST" else None, initial=known)

    def end() -> None:
        front.actions.posts.end_tenure(
            tenure, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    fields = FIELD_OF | dict.fromkeys((PostTaken, AlreadyHeld, OutsideProgramme), "ends_on")
    if attempt(form, end, at=fields):
        messages.success(
            request,
            "Kept. Access ends by itself at the end of the last day."
            if form.cleaned_data["ends_on"]
            else "Kept. There is no last day now.",
        )
        return redirect(url_of(tenure))
    page = page_of(tenure, title="Last day in post", button="Save")
    return form_page(request, form, page)


@require_http_methods(["GET", "POST"])
@office
def handover_days_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Until when the one before is in post too."""
    tenure = tenure_of(request, key)
    known = {"handover_until": tenure.handover_until}
    form = HandoverDaysForm(request.POST if request.method == "POST" else None, initial=known)

    def change() -> None:
        towns.actions.tenures.change_handover(
            tenure, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    if attempt(form, change, at={DomainError: "handover_until"}):
        messages.success(request, "The handover has been changed.")
        return redirect(url_of(tenure))
    page = page_of(tenure, title="Handover", button="Save")
    return form_page(request, form, page)


@require_http_methods(["GET", "POST"])
@office
def hand_over_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """One post from one person to the next, in one step."""
    tenure = tenure_of(request, key)
    form = HandOverForm(
        request.POST if request.method == "POST" else None, initial={"last_day": tenure.ends_on}
    )
    if attempt(form, lambda: _hand_over(request, tenure, form), at=FIELD_OF_HANDOVER):
        messages.success(request, f"The post is handed over to {form.cleaned_data['successor']}.")
        anchor = f"#town-{tenure.town.slug}" if tenure.town else ""
        return redirect(f"{reverse('front:office_posts')}{anchor}")
    place = tenure.town or "the programme"
    page = page_of(
        tenure,
        title=f"Hand over the post in {place}",
        button="Hand over",
        people=names_of_people(request),
        notes=("The leaver's access ends by itself at the end of their last day.",),
    )
    return form_page(request, form, page)


def _hand_over(request: AuthedRequest, tenure: Tenure, form: HandOverForm) -> None:
    """To somebody known by that name; with an address, to somebody new."""
    typed = form.cleaned_data
    name, email = typed["successor"], typed["email"]
    days = {"last_day": typed["last_day"], "first_day": typed["first_day"]}
    known = people_named(request, name)
    if len(known) > 1:
        raise SuccessorUnclear(
            f"Several people are called {name}. End this post, and begin the next one "
            "on the page of the right person."
        )
    if known:
        front.actions.posts.hand_over(tenure, known[0], **days, by=request.user, at=timezone.now())
    elif email:
        front.actions.people.hand_over_to_newcomer(
            tenure, name, email=email, **days, by=request.user, at=timezone.now()
        )
    else:
        raise SuccessorUnclear(
            f"Nobody is called {name}. Check the spelling, or enter an e-mail address below "
            "to invite somebody new."
        )


@require_POST
@office
def cancel(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Takes back a post that has not begun."""
    tenure = tenure_of(request, key)
    try:
        front.actions.posts.cancel_tenure(tenure, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(url_of(tenure))
    messages.success(request, "The post has been taken back.")
    return redirect("front:office_person", key=tenure.person.key)
