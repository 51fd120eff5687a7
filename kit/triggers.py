"""Triggers of many tables, installed by one operation of a migration."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.compiler import Trigger


class InstallTriggers(Operation):
    """Install the triggers that stand in the options of a room's tables so far.

    `pgtrigger` adds them one by one, and has Django build every related model anew after each: that
    was two fifths of the time in which an empty database is migrated.
    """

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The tables have known their triggers since they were created."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 -- Django's way of calling
        to_state: ProjectState,
    ) -> None:
        for trigger in _triggers(app_label, to_state):
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 -- Django's way of calling
        to_state: ProjectState,
    ) -> None:
        for trigger in _triggers(app_label, to_state):
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        return "Install the triggers of these tables"


def _triggers(app_label: str, state: ProjectState) -> list[Trigger]:
    found = [model for (label, _), model in state.models.items() if label == app_label]
    return [trigger for model in found for trigger in model.options.get("triggers", ())]
