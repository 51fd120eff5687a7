"""The directory of partners, and one of them."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from front.queries.directory import LETTERS, Wanted, directory, ways_of
from front.queries.partners import partner_of, partner_seen
from kit.text import without_unstorable
from partners.policies import KEEPERS
from people.http import AuthedRequest
from people.models import Organisation
from people.queries import living
from towns.access import Thing
from towns.models import Role
from towns.posts import posts_of_sender

LONGEST = 200  # characters of a name
PAGE_DIGITS = 4  # of the number of a page


@require_safe
def partners_page(request: AuthedRequest) -> HttpResponse:
    """Partners from A to Z, or those whose name is like what was typed."""
    wanted = _wanted(request)
    today = timezone.localdate()
    rows, further = directory(request.user, wanted, on=today)
    ways = ways_of(request.user, wanted, on=today)
    context = {
        "rows": rows,
        "letters": [(one, _to(wanted, letter=one), one == wanted.letter) for one in ways.letters],
        "older": _to(wanted, after=further) if further else "",
        "first": _to(wanted) if wanted.is_later else "",
        "kinds": Organisation.Kind.choices,
        "sectors": ways.sectors,
        "wanted": wanted,
        "reads_ties": posts_of_sender(request, on=today).reaches(Thing.TIES),
    }
    return render(request, "front/partners_page.html", context)


def _to(wanted: Wanted, **page: str) -> str:
    """Another page of what is wanted."""
    return f"?{urlencode(wanted.address | page)}"


def _wanted(request: AuthedRequest) -> Wanted:
    """What the address asks for; what it cannot mean is left aside."""
    name, sector, after = (
        without_unstorable(request.GET.get(key, "")).strip()[:LONGEST]
        for key in ("name", "sector", "after")
    )
    kind, letter = request.GET.get("kind", ""), request.GET.get("letter", "").upper()
    return Wanted(
        name=name,
        kind=kind if kind in Organisation.Kind else "",
        sector=sector,
        has_come=request.GET.get("came") == "yes",
        letter=letter if letter in LETTERS else "",
        after=after,
    )


def _page_of(request: AuthedRequest, name: str) -> int:
    """The number of a page of a list; the first, where the address says nothing that is one."""
    said = request.GET.get(name, "")
    return max(int(said), 1) if said.isdecimal() and len(said) <= PAGE_DIGITS else 1


@require_safe
def partner_page(request: AuthedRequest, slug: str) -> HttpResponse:
    """One partner: its names, parts and sessions, and the towns where it was met."""
    today = timezone.localdate()
    organisation = partner_seen(request.user, slug, on=today)
    if organisation is None:
        raise Http404
    if organisation.merged_into is not None:
        return redirect("partners:partner", living(organisation).slug)
    posts = posts_of_sender(request, on=today)
    context = {
        "partner": partner_of(
            organisation, request.user, on=today, contacts_page=_page_of(request, "contacts")
        ),
        "runs_office": posts.reaches(Thing.OFFICE),
        "reads_contacts": posts.reaches(Thing.CONTACTS),
        "keeps_contacts": bool(posts.of_role(Role.PROGRAMME_TEAM, *KEEPERS)),
    }
    return render(request, "front/partner_page.html", context)
