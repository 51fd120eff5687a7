"""A deed that a form asks for: done if the form is valid, refused beside a field if it is not."""

from collections.abc import Callable, Mapping

from django import forms

from kit.errors import DomainError


def attempt(
    form: forms.Form,
    deed: Callable[[], object],
    *,
    at: Mapping[type[DomainError], str] | None = None,
) -> bool:
    """Do the deed of a valid form; a refusal stands beside the field that `at` names for it."""
    if not form.is_valid():
        return False
    try:
        deed()
    except DomainError as refusal:
        name = next(
            (field for kind, field in (at or {}).items() if isinstance(refusal, kind)), None
        )
        form.add_error(name if name in form.fields else None, str(refusal))
        return False
    return True
