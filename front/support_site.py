"""Django's admin as support tool: only administrators in post enter, and only to look."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, NoReturn, cast

from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Model
from django.http import Http404, HttpRequest  # noqa: TID251 -- a site is its views
from django.http.response import HttpResponseBase  # noqa: TID251 -- a site is its views
from django.utils import timezone

from kit.admin import ReadOnlyAdmin
from people.http import AuthedRequest
from people.models import User
from towns.access import Thing
from towns.posts import posts_of_sender


class SupportSite(AdminSite):
    """Whoever holds no administrator's post today is told that it does not exist."""

    site_header = "Support"
    site_title = "Support"
    index_title = "Rows, to look at only"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """What a post gives, and no flag on the account."""
        user = request.user
        if not isinstance(user, User) or not user.is_active:
            return False
        posts = posts_of_sender(cast("AuthedRequest", request), on=timezone.localdate())
        return posts.reaches(Thing.SUPPORT)

    def admin_view[View: Callable[..., HttpResponseBase]](
        self,
        view: View,
        cacheable: bool = False,  # noqa: FBT001, FBT002 -- Django's signature
    ) -> View:
        """A page of the site; there is no sign-in form beside the portal's own."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return cast("View", guarded)

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: "type[ModelAdmin[Any]] | None" = None,
        **options: Any,  # noqa: ANN401 -- Django's signature
    ) -> None:
        """Lists that cannot write. Those of other packages can, and stay out."""
        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def login(self, *_: object, **__: object) -> NoReturn:
        """People sign in by the portal's page alone."""
        raise Http404

    def password_change(self, *_: object, **__: object) -> NoReturn:
        """There are no passwords."""
        raise Http404
