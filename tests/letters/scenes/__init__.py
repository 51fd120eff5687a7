"""How one letter of each kind comes about in the demonstration programme: by real deeds and plans.

A scene is named as its picture: by the kind, and which of its letters if there are several.
"""

from collections.abc import Mapping

from tests.letters.post import Scene
from tests.letters.scenes import accounts, editions, gatherings, posts, quotes, reports

SCENES: Mapping[str, Scene] = {
    **accounts.SCENES,
    **reports.SCENES,
    **posts.SCENES,
    **gatherings.SCENES,
    **quotes.SCENES,
    **editions.SCENES,
}
FURTHER: Mapping[str, Scene] = {
    **accounts.FURTHER,
    **reports.FURTHER,
    **posts.FURTHER,
    **gatherings.FURTHER,
}
