"""People: the list, one person, and somebody new."""

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
from front.accounts import account_of
from front.forms.days import PeopleFilterForm
from front.forms.people import AddressForm, InviteForm, PersonForm
from front.forms.posts import PostForm
from front.queries.letters import unreached
from front.views.office.doors import FormPage, form_page, names_of_organisations, office
from front.views.office.fields import FIELD_OF
from front.views.office.vacant import wanted
from kit.attempts import attempt
from kit.errors import DomainError
from kit.keys import key_in
from people.actions.invitations import AddressInUse, AlreadySignsIn
from people.http import AuthedRequest
from people.models import Person
from towns.queries.people import (
    invitations_visible_to,
    namesakes,
    people_page,
    people_visible_to,
    post_in_words,
    tenures_of,
)
from towns.queries.programmes import places_visible_to


@require_safe
@office
def people_list(request: AuthedRequest) -> HttpResponse:
    """Everybody by name, with what they hold on a day."""
    today = timezone.localdate()
    form = PeopleFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    on = asked.get("on") or today
    page = people_page(
        request.user, today=today, on=on, name=asked.get("name", ""), after=_key(request)
    )
    post = wanted(request)
    onward = {"name": asked.get("name", ""), "on": on.isoformat(), "after": page.after}
    onward |= post.parts if post else {}
    context = {
        "wanted": post,
        "form": form,
        "rows": page.rows,
        "on": on,
        "is_today": on == today,
        "is_filtered": bool(asked.get("name")),
        "older": f"?{urlencode(onward)}" if page.after else "",
        "is_later_page": _key(request) is not None,
    }
    return render(request, "front/office/people_page.html", context)


def _key(request: AuthedRequest) -> UUID | None:
    """Where the page before ended; anything that is no key is taken for the beginning."""
    return key_in(request.GET.get("after", ""))


def _person(request: AuthedRequest, key: UUID) -> Person:
    people = people_visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(people.select_related("organisation"), key=key)


def _url(person: Person) -> str:
    return reverse("front:office_person", args=[person.key])


@require_safe
@office
def person_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """One person: their way in, and all that they hold and held."""
    person = _person(request, key)
    today = timezone.localdate()
    tenures = tenures_of(person)
    context = {
        "person": person,
        "account": account_of(person, on=today),
        "unreached": unreached(request.user, person, on=today),
        "tenures": [
            {
                "tenure": tenure,
                "words": post_in_words(tenure),
                "is_now": tenure.starts_on <= today
                and (tenure.ends_on is None or tenure.ends_on >= today),
                "is_ahead": tenure.starts_on > today,
            }
            for tenure in tenures
        ],
        "holds_nothing": not any(
            tenure.ends_on is None or tenure.ends_on >= today for tenure in tenures
        ),
    }
    return render(request, "front/office/person_page.html", context)


@require_http_methods(["GET", "POST"])
@office
def invite_page(request: AuthedRequest) -> HttpResponse:
    """Somebody new: person, post and invitation by one form."""
    today = timezone.localdate()
    places = places_visible_to(request.user, on=today)
    posted = request.method == "POST"
    post = wanted(request)
    form = InviteForm(
        request.POST if posted else None, places=places, initial=post.initial if post else {}
    )
    known = _known(request, form) if posted and form.is_valid() else []

    if posted and attempt(form, lambda: _invite(request, form), at=FIELD_OF):
        messages.success(request, f"{form.cleaned_data['name']} has been invited.")
        return redirect("front:office_people")

    page = FormPage(
        title="Invite a person",
        button="Send the invitation",
        back_url=reverse("front:office_people"),
        back_label="People",
        lead="The person, their first post and the invitation are kept together, or not at all.",
        organisations=names_of_organisations(request),
        namesakes=known,
        extra={"wanted": post},
    )
    return form_page(request, form, page)


def _known(request: AuthedRequest, form: InviteForm) -> list[Person]:
    """People who may be the one to be invited; asks in the form, unless that is answered."""
    name, email = form.cleaned_data["name"], form.cleaned_data["email"]
    known = namesakes(request.user, name=name, email=email, on=timezone.localdate())
    holder = next(
        (
            person
            for person in known
            if hasattr(person, "user") and person.user.email == email.lower()
        ),
        None,
    )
    if holder:
        form.add_error(
            "email",
            f"This is the address of {holder.name}, who has an account. "
            "Open their page below and begin the post there.",
        )
    elif known and not form.cleaned_data["is_another"]:
        form.ask_whether_another(known[0].name)
    return known


def _invite(request: AuthedRequest, form: InviteForm) -> None:
    front.actions.people.invite_person(
        form.cleaned_data["name"],
        email=form.cleaned_data["email"],
        organisation=form.cleaned_data["organisation"],
        post=form.post(),
        **form.days(),
        by=request.user,
        at=timezone.now(),
    )


@require_http_methods(["GET", "POST"])
@office
def begin_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """One more post for somebody who is known."""
    person = _person(request, key)
    places = places_visible_to(request.user, on=timezone.localdate())
    post = wanted(request)
    form = PostForm(
        request.POST if request.method == "POST" else None,
        places=places,
        initial=post.initial if post else {},
    )

    def begin() -> None:
        front.actions.posts.begin_tenure(
            person, form.post(), **form.days(), by=request.user, at=timezone.now()
        )

    if attempt(form, begin, at=FIELD_OF):
        messages.success(request, f"{person.name} is now entered as {form.post()}.")
        return redirect(_url(person))
    page = FormPage(
        title="Begin a post",
        caption=person.name,
        button="Begin the post",
        back_url=_url(person),
        back_label=person.name,
    )
    return form_page(request, form, page)


@require_http_methods(["GET", "POST"])
@office
def person_edit_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """A person's name and organisation."""
    person = _person(request, key)
    known = {"name": person.name, "organisation": person.organisation or ""}
    form = PersonForm(request.POST if request.method == "POST" else None, initial=known)

    def change() -> None:
        front.actions.people.change_person(
            person, **form.cleaned_data, by=request.user, at=timezone.now()
        )

    if attempt(form, change):
        messages.success(request, "Changed.")
        return redirect(_url(person))
    page = FormPage(
        title="Name and organisation",
        caption=person.name,
        button="Save",
        back_url=_url(person),
        back_label=person.name,
        organisations=names_of_organisations(request),
    )
    return form_page(request, form, page)


@require_http_methods(["GET", "POST"])
@office
def invitation_page(request: AuthedRequest, key: UUID) -> HttpResponse:
    """A letter of invitation to somebody who is known, for the first time or again."""
    person = _person(request, key)
    state = account_of(person, on=timezone.localdate())
    address = {"email": state.invitation.email} if state.invitation else {}
    form = AddressForm(request.POST if request.method == "POST" else None, initial=address)
    held = tenures_of(person)[:1]

    def invite() -> None:
        front.actions.people.invite(
            person,
            email=form.cleaned_data["email"],
            purpose=post_in_words(held[0]) if held else "",
            by=request.user,
            at=timezone.now(),
        )

    if attempt(form, invite, at={AddressInUse: "email", AlreadySignsIn: "email"}):
        messages.success(request, f"{person.name} has been invited.")
        return redirect(_url(person))
    page = FormPage(
        title="Send the invitation again" if state.invitation else "Send an invitation",
        caption=person.name,
        button="Send",
        back_url=_url(person),
        back_label=person.name,
        lead="The letter opens the account within seven days. An earlier letter stops working.",
    )
    return form_page(request, form, page)


@require_POST
@office
def withdraw(request: AuthedRequest, key: UUID) -> HttpResponse:
    """Takes back the invitation that waits."""
    person = _person(request, key)
    now = timezone.now()
    waiting = invitations_visible_to(request.user, on=timezone.localdate(now))
    invitation = get_object_or_404(waiting, person=person, accepted_at=None, withdrawn_at=None)
    try:
        front.actions.people.withdraw_invitation(invitation, by=request.user, at=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The invitation has been withdrawn.")
    return redirect(_url(person))
