"""An edition as it is read: in three depths, a page a town, and the button that says "read"."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from digests.actions.asking import AskedAlready, ask_back
from digests.actions.reading import mark_read
from digests.content import NAMES, Depth, Head, Part
from digests.forms.editing import AskForm
from digests.models import Digest, Edition
from digests.policies import may_edit_digests
from digests.queries import reading
from digests.queries.asking import asking_of
from digests.queries.parts import preview_of
from digests.queries.readers import groups_that_read, telling_in_words
from digests.queries.uses import got_by_letter
from digests.views.drawn import chart_in_html, part_in_html
from digests.views.finding import edited, read
from kit.attempts import attempt
from kit.dates import day_of, in_full
from kit.keys import number_in
from people.http import AuthedRequest
from towns.models import Role, Town
from towns.policies import leads
from towns.posts import posts_of_sender

FROZEN = Digest.State.FROZEN


@require_safe
@read
def digest_page(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """The edition that is published, as deep as its reader goes; or that it was withdrawn."""
    return _digest_page(request, digest)


def _digest_page(
    request: AuthedRequest, digest: Digest, form: AskForm | None = None
) -> HttpResponse:
    on = timezone.localdate()
    posts = posts_of_sender(request, on=on)
    edition = reading.edition_of(digest, request.user, on=on)
    if edition is None:
        return _none_published(request, digest)
    place = number_in(request.GET.get("after", ""), otherwise=-1)
    rows, further = reading.page_of_parts(edition, own=reading.own_towns(posts), after=place)
    depth, asking = _depth(request), asking_of(digest, posts)
    content = reading.content_of(edition, rows, on=on).at(depth)
    around = _context(request, digest, edition, on=on)
    context = around | {
        "head": content.head,
        "parts": _parts(content.parts, digest, str(around["correct_url"])),
        "depth": depth,
        "depths": _depths(digest.get_absolute_url(), depth, content.head.minutes),
        "charts": _charts(content.head, depth) if place < 0 else [],
        "further": f"?depth={depth}&after={further}" if further is not None else "",
        "is_first": place < 0,
        "contents": _contents(content.parts),
        "asking": asking,
        "form": form or AskForm(groups=asking.groups),
    }
    return render(request, "digests/digest_page.html", context)


def _charts(head: Head, depth: Depth) -> list[SafeString]:
    return [] if depth == Depth.BRIEF else [chart_in_html(chart) for chart in head.charts]


def _parts(parts: Iterable[Part], digest: Digest, correct_url: str) -> list[SafeString]:
    """Each with the way to the page of its town."""
    towns = f"{digest.get_absolute_url()}towns/"
    return [
        part_in_html(
            one, town_url=f"{towns}{one.slug}/" if one.slug else "", correct_url=correct_url
        )
        for one in parts
    ]


def _contents(parts: Sequence[Part]) -> list[tuple[str, str]]:
    """The parts of a page with where they stand; none where there is nothing to choose."""
    found = [(one.name, f"part-{one.slug or 'across'}") for one in parts]
    return found if len(found) > 1 else []


@require_safe
@read
def town_page(request: AuthedRequest, digest: Digest, town_slug: str) -> HttpResponse:
    """All that the published edition says of one town."""
    on = timezone.localdate()
    edition = reading.edition_of(digest, request.user, on=on)
    row = reading.part_of_town(edition, town_slug) if edition else None
    if edition is None or row is None:
        raise Http404
    content = reading.content_of(edition, [row], on=on)
    context = _context(request, digest, edition, on=on) | {
        "head": content.head,
        "part": content.parts[0],
        "check_url": _check_url(digest, row.town, request, on=on),
    }
    return render(request, "digests/town_page.html", context)


def _check_url(digest: Digest, town: Town | None, request: AuthedRequest, *, on: date) -> str:
    """Where the town's own lead asks for a correction; empty for everybody else."""
    if town is None or not leads(request.user, town, on=on):
        return ""
    return reverse("digests:check", args=[digest.quarter, town.slug])


@require_safe
@edited
def preview_page(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """What its readers would get if it were published as it stands."""
    on, depth = timezone.localdate(), _depth(request)
    edition = reading.frozen_of(digest, request.user, on=on) if digest.state == FROZEN else None
    if edition is None:
        content = preview_of(digest, on=on).at(depth)
    else:
        rows, _ = reading.page_of_parts(edition)
        content = reading.content_of(edition, rows, on=on).at(depth)
    home = reverse("digests:preview", args=[digest.quarter])
    context = {
        "digest": digest,
        "head": content.head,
        "parts": [part_in_html(one) for one in content.parts],
        "depth": depth,
        "depths": _depths(home, depth, content.head.minutes),
        "charts": _charts(content.head, depth),
        "contents": _contents(content.parts),
        "is_first": True,
        "is_preview": True,
    }
    return render(request, "digests/digest_page.html", context)


@require_POST
@read
def ask_page(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """A group asks its one question; what was typed stays if it cannot."""
    posts = posts_of_sender(request, on=timezone.localdate())
    if not posts.of_role(Role.STEERING):
        raise PermissionDenied
    form = AskForm(request.POST, groups=asking_of(digest, posts).groups)

    def ask() -> None:
        told = form.cleaned_data
        ask_back(digest, told["group"], told["text"], by=request.user, at=timezone.now())

    if attempt(form, ask, at={AskedAlready: "text"}):
        messages.success(request, "Your question is with the Project Lead. Thank you.")
        return redirect(f"{digest.get_absolute_url()}#asked")
    return _digest_page(request, digest, form)


@require_safe
@read
def readers_page(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """How many have read it, by group; who, for the chair of that group."""
    on = timezone.localdate()
    posts = posts_of_sender(request, on=on)
    groups = groups_that_read(digest, posts, on=on)
    may_edit = may_edit_digests(request.user, on=on)
    if not groups and not may_edit:
        raise PermissionDenied
    place = number_in(request.GET.get("after", ""), otherwise=0)
    received, further = got_by_letter(digest, after=place) if may_edit else ([], None)
    context = {
        "digest": digest,
        "groups": groups,
        "told": telling_in_words(digest) if may_edit else [],
        "received": received,
        "further": further,
    }
    return render(request, "digests/readers_page.html", context)


@require_POST
@read
def read_page(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """Notes that its reader has read the edition, because they say so."""
    edition = reading.edition_of(digest, request.user, on=timezone.localdate())
    if edition is None or str(edition.number) != request.POST.get("edition"):
        messages.error(request, "This was amended a moment ago: see what changed below.")
        return redirect(digest)
    mark_read(edition, by=request.user, at=timezone.now())
    messages.success(request, "Noted that you have read it. Thank you.")
    return redirect(digest)


def _context(
    request: AuthedRequest, digest: Digest, edition: Edition, *, on: date
) -> dict[str, object]:
    """What stands around the words of an edition: one statement, four once it was amended."""
    marked = reading.marked_by(request.user, edition)
    reads_drafts = reading.reads_drafts(posts_of_sender(request, on=on))
    return {
        "digest": digest,
        "edition": edition,
        "published_on": in_full(day_of(digest.published_at or edition.frozen_at)),
        "amended": reading.amendments(digest) if edition.number > 1 else [],
        "changed": reading.changed_since(digest, marked, on=on),
        "is_read": marked.is_current,
        "reads_drafts": reads_drafts,
        "correct_url": f"{digest.get_absolute_url()}correct/" if reads_drafts else "",
    }


def _none_published(request: AuthedRequest, digest: Digest) -> HttpResponse:
    """It was withdrawn; those who edit go to the desk of what is not published yet."""
    if digest.withdrawn_at is None:
        return redirect("digests:desk", digest.quarter)
    posts = posts_of_sender(request, on=timezone.localdate())
    context = {"digest": digest, "reads_drafts": reading.reads_drafts(posts)}
    return render(request, "digests/withdrawn_page.html", context)


def _depth(request: AuthedRequest) -> Depth:
    asked = request.GET.get("depth", "")
    return Depth(asked) if asked in Depth else Depth.BRIEF


def _depths(
    home: str, chosen: Depth, minutes: dict[Depth, int]
) -> list[tuple[str, str, int, bool]]:
    """The three ways to read it: label, address, minutes, and whether it is this one."""
    return [
        (NAMES[depth], f"{home}?depth={depth}", minutes[depth], depth == chosen) for depth in Depth
    ]
