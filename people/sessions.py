"""Where sessions are kept: Django's table. Every page asks it, and so by a prepared query."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from kit.prepared import Prepared, slot

_KEPT = Prepared(
    lambda: Session.objects.filter(
        session_key=slot("key", CharField()), expire_date__gt=slot("now", DateTimeField())
    ).values_list("session_data", flat=True)
)


class SessionStore(db.SessionStore):
    """Django's own, asked in one shape."""

    def load(self) -> dict[str, Any]:
        """What the session holds; of one that ended or never was, nothing and no key."""
        found = _KEPT(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0])
