"""How a session is known for whose it is."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import IntegerField

from kit.prepared import Prepared, slot
from people.models import User
from people.queries import with_second_factor

_ACCOUNT = Prepared(
    lambda: with_second_factor(User.objects.filter(pk=slot("user", IntegerField())))
)


class SignedInBackend(AuthenticationBackend):
    """allauth's own. The account is asked for on every page, and so by a prepared query.

    It tells too whether the account has a second factor.
    """

    def get_user(self, user_id: int) -> User | None:
        """The account of a session, if it may still sign in."""
        user = next(iter(_ACCOUNT(user=user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None
