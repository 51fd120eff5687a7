"""What all pages of the office share: who may enter, how a form is answered and shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.http import AuthedRequest
from people.models import Person
from people.names import tidy
from towns.access import Thing
from towns.posts import posts_of_sender
from towns.queries.people import organisations_visible_to, people_visible_to

MOST_SUGGESTIONS = 300

type Page[**P] = Callable[Concatenate[AuthedRequest, P], HttpResponse]


def office[**P](page: Page[P]) -> Page[P]:
    """A page of the office. To everybody else it is not there."""
    return _door(Thing.OFFICE, page)


def letters[**P](page: Page[P]) -> Page[P]:
    """A page about letters and jobs. To everybody else it is not there."""
    return _door(Thing.LETTERS, page)


def _door[**P](thing: Thing, page: Page[P]) -> Page[P]:
    @wraps(page)
    def guarded(request: AuthedRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not posts_of_sender(request, on=timezone.localdate()).reaches(thing):
            raise Http404
        return page(request, *args, **kwargs)

    return guarded


@dataclass(frozen=True)
class FormPage:
    """A page that is one form."""

    title: str
    button: str
    back_url: str
    back_label: str
    caption: str = ""
    lead: str = ""
    notes: Sequence[str] = ()
    warning: str = ""
    people: Sequence[str] = ()
    organisations: Sequence[str] = ()
    namesakes: Sequence[Person] = ()
    further: tuple[str, str] | None = None  # another page's address and name, below the form
    extra: Mapping[str, Any] = field(default_factory=dict)


def form_page(request: AuthedRequest, form: forms.Form, page: FormPage) -> HttpResponse:
    """Shows a form; one that was refused comes with what was typed."""
    return render(request, "front/office/form_page.html", {"form": form, "page": page})


def names_of_people(request: AuthedRequest) -> list[str]:
    """Names to choose from while typing."""
    people = people_visible_to(request.user, on=timezone.localdate())
    return list(people.order_by("name").values_list("name", flat=True)[:MOST_SUGGESTIONS])


def names_of_organisations(request: AuthedRequest) -> list[str]:
    """Names to choose from while typing; merged ones are left out."""
    living = organisations_visible_to(request.user, on=timezone.localdate()).filter(
        merged_into=None
    )
    return list(living.order_by("name").values_list("name", flat=True)[:MOST_SUGGESTIONS])


def people_named(request: AuthedRequest, name: str) -> list[Person]:
    """Those who bear a name: none, the one, or the first two."""
    people = people_visible_to(request.user, on=timezone.localdate())
    return list(people.filter(name__iexact=tidy(name))[:2])


def person_named(request: AuthedRequest, form: forms.Form, field: str) -> Person | None:
    """The one person of the typed name; a sentence by the field if there is none, or several."""
    name = form.cleaned_data[field]
    found = people_named(request, name)
    if len(found) == 1:
        return found[0]
    if found:
        form.add_error(
            field,
            f"Several people are called {name}. Open the page of the right one "
            "and begin the post there.",
        )
    else:
        form.add_error(field, f"Nobody is called {name}. Check the spelling, or invite them first.")
    return None
