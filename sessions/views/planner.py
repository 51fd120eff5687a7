"""Where the Programme Team plans a year of sessions: every clash told before anything is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kit.attempts import attempt
from kit.dates import in_full, month_name
from people.http import AuthedRequest
from sessions.actions.planning import save_plan
from sessions.forms.plans import PlanForm, year_for
from sessions.models import Series
from sessions.plans import BEST_FOR_ALL, Plan, Step, offers_for, replayed
from sessions.queries.plans import Ground, ground_for, series_to_plan
from sessions.slots import Key
from sessions.views.guards import for_planners

SEEN, CHOSEN = "seen", "do"  # what the page showed; the steps in its address
CHANGED = "The plan has changed since this page was made. Look at it once more, then save it."


@dataclass(frozen=True)
class Offered:
    """What stands against the plan, and the links that would settle it."""

    words: str
    links: Sequence[tuple[str, str]]  # address and words


@require_http_methods(["GET", "POST"])
@for_planners
def plan_page(request: AuthedRequest) -> HttpResponse:
    """The plan as the address says it; kept by a press."""
    today = timezone.localdate()
    known = series_to_plan(on=today)
    asked = _asked(request, known)
    form = PlanForm(asked, series=known)
    grounds: list[Ground] = []
    plans: list[Plan] = []

    def make() -> None:
        days = form.cleaned_data
        first, last, chosen = days["first"], days["last"], days["series"]
        grounds.append(ground_for(request.user, first=first, last=last, chosen=chosen, on=today))
        plans.append(replayed(grounds[0].plan, [Step(one) for one in asked.getlist(CHOSEN)]))

    made = bool(known) and attempt(form, make)
    if made and request.method == "POST" and _kept(request, form, plans[0]):
        return redirect("sessions:sessions")
    told = _told(asked, grounds[0], plans[0]) if made else {}
    return render(request, "sessions/plan_page.html", {"form": form, "known": known, **told})


def _asked(request: AuthedRequest, known: Sequence[Series]) -> QueryDict:
    """What the address asks for; a whole year of every series if it says nothing."""
    if "first_year" in request.GET:
        return request.GET
    asked = QueryDict(mutable=True)
    for name, day in zip(("first", "last"), year_for(timezone.localdate()), strict=True):
        parts = {"day": day.day, "month": day.month, "year": day.year}
        asked.update({f"{name}_{part}": str(number) for part, number in parts.items()})
    asked.setlist("series", [one.slug for one in known])
    asked.setlist(CHOSEN, request.GET.getlist(CHOSEN))
    return asked


def _kept(request: AuthedRequest, form: PlanForm, plan: Plan) -> bool:
    """Whether the plan was saved; if not, the page says why."""
    if request.POST.get(SEEN) != _mark_of(plan):
        form.add_error(None, CHANGED)
        return False
    by, at = request.user, timezone.now()
    if not attempt(form, lambda: save_plan(plan, by=by, at=at)):
        return False
    until = in_full(plan.slots[-1].day)
    messages.success(request, f"{len(plan.slots)} sessions are planned, the last on {until}.")
    return True


def _mark_of(plan: Plan) -> str:
    """Tells whether a plan is still the one that a page showed."""
    said = [f"{one.series} {one.day} {one.begins} {one.minutes}" for one in plan.slots]
    return sha256("\n".join(said).encode()).hexdigest()[:32]


def _told(asked: QueryDict, ground: Ground, plan: Plan) -> dict[str, object]:
    """What the page shows of a plan."""
    steps = asked.getlist(CHOSEN)
    return {
        "ground": ground,
        "plan": plan,
        "seen": _mark_of(plan),
        "meetings": [
            Offered(
                one.sentence,
                [
                    (_with(asked, Step.settled(choice, one)), one.in_words(choice))
                    for choice in one.choices
                ],
            )
            for one in plan.meetings
        ],
        "clashes": list(_clashes(asked, plan)),
        "all_moved": _with(asked, Step(BEST_FOR_ALL)) if plan.mendable else "",
        "back": _with(asked, steps=steps[:-1]) if steps else "",
        "again": _with(asked, steps=[]) if steps else "",
        "months": [
            (month_name(month), list(slots))
            for month, slots in groupby(plan.slots, key=lambda slot: slot.day.replace(day=1))
        ],
        "rows": [replace(one, count=_count(plan, one.key)) for one in ground.series],
    }


def _clashes(asked: QueryDict, plan: Plan) -> Iterator[Offered]:
    for clash in plan.clashes:
        links = [
            (_with(asked, step), words if len(clash.slots) == 1 else f"{slot.label}: {words}")
            for slot in clash.slots
            for step, words in offers_for(slot, plan)
        ]
        yield Offered(clash.sentence, links)


def _with(asked: QueryDict, *new: Step, steps: Sequence[str] | None = None) -> str:
    """The address of the same plan with these steps, or with one more."""
    address = asked.copy()
    taken = asked.getlist(CHOSEN) if steps is None else list(steps)
    address.setlist(CHOSEN, [*taken, *(one.text for one in new)])
    return f"?{address.urlencode()}"


def _count(plan: Plan, series: Key) -> int:
    return sum(slot.series == series for slot in plan.slots)
