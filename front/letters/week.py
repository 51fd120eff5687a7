"""This week: what one owes and what is new, said as a week begins."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse

from front.letters.week_plan import NAME, READERS
from front.queries.week import Week, asked_by_a_person, week_of
from kit.dates import day_of
from kit.links import link_to
from kit.words import listed
from outbox.kinds import Kind, Part, Said, Standing, Unneeded, kinds
from outbox.models import Notice
from people.models import User
from towns.access import remember
from towns.letters.wording import post_said
from towns.models import Role
from towns.posts import Posts, posts_of

SAID_IN_SUBJECT = 3
NOTHING = Unneeded("There was nothing to tell.")
NO_ACCOUNT = Unneeded("This person has no account any more.")
NO_POST = Unneeded("They hold no post any more for which it is written.")


def tell(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """Each reader's week as it stands now. The statements of a home page for each of them.

    It is made of what the home page shows, which asks for one reader at a time.
    """
    readers = _readers([notice.person for notice in notices], at=at)
    has_team = any(posts.of_role(Role.PROGRAMME_TEAM) for _, posts in readers.values())
    asks = asked_by_a_person(at=at) if has_team else []
    reminded = _reminded(notices)
    said: dict[int, Said] = {}
    for notice in notices:
        user, posts = readers.get(notice.person, (None, None))
        if user is None or posts is None:
            said[notice.pk] = NO_ACCOUNT
        elif not posts.of_role(*READERS):
            said[notice.pk] = NO_POST
        else:
            with_owed = notice.letter_id not in reminded
            week = week_of(user, posts, asks=asks, with_owed=with_owed, at=at)
            said[notice.pk] = NOTHING if week.is_empty else _part(week, posts)
    return said


def _readers(
    persons: Sequence[int | None], *, at: datetime
) -> dict[int | None, tuple[User, Posts]]:
    """The account of each of these people, which knows what it holds that day."""
    on = day_of(at)
    rows = User.objects.filter(person__in=[one for one in persons if one], is_active=True)
    readers: dict[int | None, tuple[User, Posts]] = {}
    for user in rows.select_related("person"):
        posts = posts_of(user, on=on)
        remember(user, posts.held, on=on)
        readers[user.person_id] = user, posts
    return readers


def _reminded(notices: Sequence[Notice]) -> set[int | None]:
    """The letters that remind of something owed: the week need not say it again."""
    reminders = [kind.name for kind in kinds() if kind.standing == Standing.REMINDER]
    letters = {notice.letter_id for notice in notices} - {None}
    rows = Notice.objects.filter(letter__in=letters, kind__in=reminders, state=Notice.State.BUNDLED)
    return set(rows.values_list("letter", flat=True))


def _part(week: Week, posts: Posts) -> Part:
    context = {
        "week": week,
        "team": week.team,
        "home_url": link_to(reverse("front:home")),
        "office_url": link_to(reverse("front:office_letters")),
    }
    text = render_to_string("front/mail/this_week.txt", context).strip()
    held = dict.fromkeys(post_said(tenure) for tenure in posts.of_role(*READERS))
    return Part(_subject(week), text, f"you are {listed(list(held))}")


def _subject(week: Week) -> str:
    """As in "This week: 1 report to hand in, 2 questions for you"."""
    team = week.team
    told = [
        (len(week.owed), "report to hand in", "reports to hand in"),
        (len(week.sessions), "session", "sessions"),
        (len(week.actions), "action due", "actions due"),
        (len(week.questions), "question for you", "questions for you"),
        (len(team.asks) if team else 0, "person to ask", "people to ask"),
        (len(team.overdue) if team else 0, "report overdue", "reports overdue"),
        (len(team.unread) if team else 0, "report unread", "reports unread"),
        (len(team.unreached) if team else 0, "address not reached", "addresses not reached"),
        (week.shared.number, "item new in the cohort", "items new in the cohort"),
        (len(week.news), "piece of news", "pieces of news"),
        (len(team.unanswered) if team else 0, "question open", "questions open"),
        (len(team.came_in) if team else 0, "report came in", "reports came in"),
    ]
    words = [f"{number} {one if number == 1 else many}" for number, one, many in told if number]
    return f"This week: {', '.join(words[:SAID_IN_SUBJECT])}"


KIND = Kind(
    NAME,
    "This week",
    tell,
    standing=Standing.NEWS,
    rank=90,
    rule="On the first working day of a week: what is due from you, and what is new. None comes "
    "in a week in which there is nothing to tell.",
)
