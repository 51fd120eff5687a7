"""Names the room for Django, and tells the outbox what it writes and when."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    """The room `front`."""

    name = "front"

    def ready(self) -> None:
        """Its two kinds of letter, and who is due one."""
        from front.letters import problem_plan, problems, week, week_plan  # noqa: PLC0415 -- models must be loaded first
        from outbox.kinds import register  # noqa: PLC0415 -- models must be loaded first
        from outbox.planning import plan_with  # noqa: PLC0415 -- models must be loaded first

        register(week.KIND, problems.KIND)
        plan_with(week=week_plan.plan, problems=problem_plan.plan)
