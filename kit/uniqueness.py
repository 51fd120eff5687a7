"""What two people do at the same moment, and only one of them may."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from kit.errors import DomainError


@contextmanager
def unless_taken(refusal: DomainError) -> Iterator[None]:
    """Raise `refusal` where the database says that a row of the same name, or key, is there.

    A look beforehand gives a better sentence, and cannot see what another is about to commit.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise refusal from error
        raise
