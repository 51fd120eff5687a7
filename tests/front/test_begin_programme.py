"""The first programme and its first person."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from people.models import Invitation
from towns.models import Programme, Role, Tenure

ARGUMENTS = {
    "programme": "Shaping Places",
    "starts_on": date(2026, 1, 5),
    "name": "Mòrag Dhùghlas",
    "email": "morag@example.org",
}


@pytest.mark.django_db
def test_the_first_of_the_team_is_invited_and_a_second_beginning_refused() -> None:
    call_command("begin_programme", **ARGUMENTS)
    with pytest.raises(CommandError, match="already"):
        call_command("begin_programme", **ARGUMENTS)

    tenure = Tenure.objects.get()
    assert (tenure.role, tenure.person.name) == (Role.PROGRAMME_TEAM, "Mòrag Dhùghlas")
    assert Invitation.objects.get().email == "morag@example.org"
    assert Programme.objects.count() == 1
