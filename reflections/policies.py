"""Who may write, submit, ask and answer."""

from datetime import date

from people.models import User
from reflections.models import Introduction, Item, Jot, Report
from reflections.queries.told import who_speaks_for
from towns.access import TABLE, Thing, within
from towns.models import Role, Town
from towns.policies import holds, is_programme_team, leads
from towns.posts import Posts, posts_of


def may_jot(user: User, town: Town, *, on: date) -> bool:
    """Whoever holds a post in the town: what they jot is theirs until they release it."""
    return Town.objects.filter(within(user, Thing.JOTS, on=on, town="pk"), pk=town.pk).exists()


def may_change_jot(user: User, jot: Jot) -> bool:
    """Its author alone, in post or not."""
    return jot.author_id == user.person_id


def may_discard_jot(user: User, jot: Jot, *, on: date) -> bool:
    """Its author; a released one also the town's Project Lead, to whom it was left."""
    if may_change_jot(user, jot):
        return True
    return jot.released_at is not None and leads(user, jot.town, on=on)


def may_write_report(user: User, report: Report, *, on: date, posts: Posts | None = None) -> bool:
    """The town's Project Lead on that day, as holder or as cover; in a handover both. Nobody else.

    `posts` spares the database the question where a page knows them already.
    """
    if posts is not None:
        return posts.holds_in(report.town_id, Role.PROJECT_LEAD)
    return leads(user, report.town, on=on)


def may_answer_for_town(user: User, town: Town, *, on: date) -> bool:
    """The town's Project Lead, as holder or as cover: a group's question is put to them alone."""
    return leads(user, town, on=on)


def may_echo(user: User, item: Item, *, on: date) -> bool:
    """The item's author, while in post in its town; whoever follows them cannot know.

    Needs the item's report and town loaded.
    """
    own = item.author_id == user.person_id
    return own and holds(user, *TABLE[Thing.DRAFT_REPORTS], on=on, town=item.report.town)


def may_use_learning(user: User, item: Item, *, on: date, posts: Posts | None = None) -> bool:
    """Who writes for another town: may ask about it, and say that it helps. Not its author.

    Whether they read the item is asked beside it. Needs the item's report loaded.
    """
    if item.author_id == user.person_id:
        return False
    posts = posts or posts_of(user, on=on)
    held = posts.of_role(*TABLE[Thing.DRAFT_REPORTS])
    return any(tenure.town_id != item.report.town_id for tenure in held)


def may_answer_introduction(user: User, introduction: Introduction, *, on: date) -> bool:
    """The item's author while in post there, else whoever leads the town. Needs item and report."""
    return user.person_id in who_speaks_for(introduction.item, on=on)


def may_move_report(user: User, report: Report, *, on: date) -> bool:
    """The town's Project Lead; the Programme Team too, once the report was handed over."""
    if report.status != Report.Status.OPEN and is_programme_team(user, on=on):
        return True
    return may_write_report(user, report, on=on)


def may_mark_read(user: User, *, on: date, posts: Posts | None = None) -> bool:
    """The Programme Team: it is to them that a report is handed over.

    `posts` spares the database the question where a page knows them already.
    """
    posts = posts or posts_of(user, on=on)
    return bool(posts.of_role(Role.PROGRAMME_TEAM))


def may_quarantine(user: User, *, on: date, posts: Posts | None = None) -> bool:
    """The Programme Team may set an item aside at once, and put it back."""
    return may_mark_read(user, on=on, posts=posts)


def may_ask(user: User, item: Item, *, on: date, posts: Posts | None = None) -> bool:
    """The Programme Team; the town's analyst too, where something is asked of the data.

    Needs the item's report loaded.
    """
    posts = posts or posts_of(user, on=on)
    if posts.of_role(Role.PROGRAMME_TEAM):
        return True
    return item.asks_data and posts.holds_in(item.report.town_id, Role.ANALYST)


def may_reply(user: User, item: Item, *, on: date, posts: Posts | None = None) -> bool:
    """Whoever may ask, and the Project Lead, who speaks for the town. Needs the item's report."""
    posts = posts or posts_of(user, on=on)
    if posts.holds_in(item.report.town_id, Role.PROJECT_LEAD):
        return True
    return may_ask(user, item, on=on, posts=posts)
