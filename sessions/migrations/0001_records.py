import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_invitation_not_sent"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("towns", "0003_reminders"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=80, unique=True)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("minutes", models.PositiveSmallIntegerField(default=60)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("project_lead", "Project Lead"),
                                ("link_lead", "Community Link Lead"),
                                ("analyst", "LIST analyst"),
                                ("steering", "Steering Group member"),
                                ("planning", "Planning group member"),
                                ("national", "National leader"),
                                ("programme_team", "Programme Team"),
                                ("evaluator", "Evaluator"),
                                ("administrator", "Administrator"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "is_used",
                    models.BooleanField(default=True, help_text="Offered for new sessions."),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 5), ("minutes__lte", 1440)),
                        name="kind_lasts_minutes",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KindEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=80)),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                ("minutes", models.PositiveSmallIntegerField(default=60)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("project_lead", "Project Lead"),
                                ("link_lead", "Community Link Lead"),
                                ("analyst", "LIST analyst"),
                                ("steering", "Steering Group member"),
                                ("planning", "Planning group member"),
                                ("national", "National leader"),
                                ("programme_team", "Programme Team"),
                                ("evaluator", "Evaluator"),
                                ("administrator", "Administrator"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "is_used",
                    models.BooleanField(default=True, help_text="Offered for new sessions."),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="cohort_sessions.kind",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120, unique=True)),
                ("slug", models.SlugField(max_length=120, unique=True)),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("weeks", "Every so many weeks"),
                            ("months", "On a weekday of every so many months"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "every",
                    models.PositiveSmallIntegerField(
                        help_text="Weeks or months from one to the next."
                    ),
                ),
                (
                    "nth",
                    models.SmallIntegerField(
                        blank=True,
                        help_text="Of months: which such weekday; the last is -1.",
                        null=True,
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(help_text="Its first day, from which it is counted."),
                ),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("begins", models.TimeField(help_text="Wall time in its zone.")),
                ("minutes", models.PositiveSmallIntegerField()),
                ("zone", models.CharField(default="Europe/London", max_length=40)),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="cohort_sessions.kind",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="series_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every__gte", 1)), name="series_recurs"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 5), ("minutes__lte", 1440)),
                        name="series_lasts_minutes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("frequency", "weeks"), ("nth", None)),
                            models.Q(("frequency", "months"), ("nth__in", [1, 2, 3, 4, -1])),
                            _connector="OR",
                        ),
                        name="series_of_months_names_a_weekday",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeriesEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(db_index=False, max_length=120)),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("weeks", "Every so many weeks"),
                            ("months", "On a weekday of every so many months"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "every",
                    models.PositiveSmallIntegerField(
                        help_text="Weeks or months from one to the next."
                    ),
                ),
                (
                    "nth",
                    models.SmallIntegerField(
                        blank=True,
                        help_text="Of months: which such weekday; the last is -1.",
                        null=True,
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(help_text="Its first day, from which it is counted."),
                ),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("begins", models.TimeField(help_text="Wall time in its zone.")),
                ("minutes", models.PositiveSmallIntegerField()),
                ("zone", models.CharField(default="Europe/London", max_length=40)),
                (
                    "kind",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort_sessions.kind",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="cohort_sessions.series",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CohortSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("slug", models.SlugField(max_length=120, unique=True)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0, help_text="Rises with each change told."
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("approximate", "Roughly dated"),
                            ("scheduled", "Scheduled"),
                            ("moved", "Moved"),
                            ("held", "Held"),
                            ("written_up", "Written up"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="idea",
                        max_length=11,
                    ),
                ),
                ("title", models.CharField(blank=True, help_text="Its topic.", max_length=200)),
                (
                    "text",
                    models.TextField(blank=True, help_text="What it is for.", max_length=5000),
                ),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            ("day", "On a day"),
                            ("week", "In a week"),
                            ("third", "Early, mid or late in a month"),
                            ("month", "In a month"),
                            ("season", "In a season"),
                        ],
                        default="day",
                        max_length=6,
                    ),
                ),
                ("on", models.DateField(blank=True, null=True)),
                ("begins_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("zone", models.CharField(default="Europe/London", max_length=40)),
                ("venue", models.CharField(blank=True, max_length=200)),
                ("join_link", models.URLField(blank=True, max_length=500)),
                (
                    "moved_from",
                    models.DateTimeField(
                        blank=True, help_text="When it was to begin last.", null=True
                    ),
                ),
                ("moved_why", models.CharField(blank=True, max_length=500)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_why", models.CharField(blank=True, max_length=500)),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="towns.group",
                    ),
                ),
                (
                    "outcomes",
                    models.ManyToManyField(blank=True, related_name="sessions", to="towns.outcome"),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="cohort_sessions.kind",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="cohort_sessions.series",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["on", "id"], name="session_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("begins_at", None), ("ends_at", None)),
                            models.Q(
                                ("ends_at__gt", models.F("begins_at")),
                                ("on__isnull", False),
                                ("precision", "day"),
                            ),
                            _connector="OR",
                        ),
                        name="session_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["idea", "approximate", "cancelled"]),
                            models.Q(("begins_at__isnull", False), ("precision", "day")),
                            _connector="OR",
                        ),
                        name="session_is_dated_from_when_it_is_scheduled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approximate"), _negated=True),
                            ("on__isnull", False),
                            _connector="OR",
                        ),
                        name="session_is_roughly_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "moved"), _negated=True),
                            ("moved_from__isnull", False),
                            _connector="OR",
                        ),
                        name="session_moved_from_somewhen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("state", "cancelled"),
                                models.Q(("cancelled_why", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                ("cancelled_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="session_cancelled_for_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("series", "on"),
                        name="one_session_of_a_series_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("topic", models.CharField(blank=True, max_length=200)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="people.organisation",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributions",
                        to="cohort_sessions.cohortsession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "organisation"), name="one_contribution_a_partner"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invited",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("project_lead", "Project Lead"),
                            ("link_lead", "Community Link Lead"),
                            ("analyst", "LIST analyst"),
                            ("steering", "Steering Group member"),
                            ("planning", "Planning group member"),
                            ("national", "National leader"),
                            ("programme_team", "Programme Team"),
                            ("evaluator", "Evaluator"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="towns.group",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invited",
                        to="cohort_sessions.cohortsession",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "invited",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("group", None), models.Q(("role", ""), _negated=True)),
                            models.Q(("group__isnull", False), ("role", "")),
                            _connector="OR",
                        ),
                        name="invited_is_a_role_or_a_group",
                    ),
                    models.UniqueConstraint(
                        fields=("session", "role", "group"),
                        name="invited_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CohortSessionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("slug", models.SlugField(db_index=False, max_length=120)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0, help_text="Rises with each change told."
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("approximate", "Roughly dated"),
                            ("scheduled", "Scheduled"),
                            ("moved", "Moved"),
                            ("held", "Held"),
                            ("written_up", "Written up"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="idea",
                        max_length=11,
                    ),
                ),
                ("title", models.CharField(blank=True, help_text="Its topic.", max_length=200)),
                (
                    "text",
                    models.TextField(blank=True, help_text="What it is for.", max_length=5000),
                ),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            ("day", "On a day"),
                            ("week", "In a week"),
                            ("third", "Early, mid or late in a month"),
                            ("month", "In a month"),
                            ("season", "In a season"),
                        ],
                        default="day",
                        max_length=6,
                    ),
                ),
                ("on", models.DateField(blank=True, null=True)),
                ("begins_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("zone", models.CharField(default="Europe/London", max_length=40)),
                ("venue", models.CharField(blank=True, max_length=200)),
                ("join_link", models.URLField(blank=True, max_length=500)),
                (
                    "moved_from",
                    models.DateTimeField(
                        blank=True, help_text="When it was to begin last.", null=True
                    ),
                ),
                ("moved_why", models.CharField(blank=True, max_length=500)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_why", models.CharField(blank=True, max_length=500)),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.group",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="cohort_sessions.cohortsession",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort_sessions.kind",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort_sessions.series",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContributionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("topic", models.CharField(blank=True, max_length=200)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="cohort_sessions.contribution",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort_sessions.cohortsession",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InvitedEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("project_lead", "Project Lead"),
                            ("link_lead", "Community Link Lead"),
                            ("analyst", "LIST analyst"),
                            ("steering", "Steering Group member"),
                            ("planning", "Planning group member"),
                            ("national", "National leader"),
                            ("programme_team", "Programme Team"),
                            ("evaluator", "Evaluator"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.group",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="cohort_sessions.invited",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort_sessions.cohortsession",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kind",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cohort_sessions_kindevent" ("changed_at", "created_at", "id", "is_used", "minutes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "roles", "slug") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."is_used", NEW."minutes", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."roles", NEW."slug"); RETURN NULL;',
                    hash="380dd7a342c762d930bf60667746c99469b2b366",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5c69a",
                    table="cohort_sessions_kind",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kind",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cohort_sessions_kindevent" ("changed_at", "created_at", "id", "is_used", "minutes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "roles", "slug") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."is_used", NEW."minutes", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."roles", NEW."slug"); RETURN NULL;',
                    hash="d3cc6cf99fff7acca6acefda1984893b68582561",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8fd8c",
                    table="cohort_sessions_kind",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kind",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cohort_sessions_kindevent" ("changed_at", "created_at", "id", "is_used", "minutes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "roles", "slug") VALUES (OLD."changed_at", OLD."created_at", OLD."id", OLD."is_used", OLD."minutes", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."roles", OLD."slug"); RETURN NULL;',
                    hash="e4a26e73271a2541c2e40a71abf79431549a1291",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c3b48",
                    table="cohort_sessions_kind",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contribution",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cohort_sessions_contributionevent" ("changed_at", "created_at", "dropped_at", "id", "key", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "topic") VALUES (NEW."changed_at", NEW."created_at", NEW."dropped_at", NEW."id", NEW."key", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."session_id", NEW."topic"); RETURN NULL;',
                    hash="d391b25f30222f2ca33ffd78a1418e1ae899ff4b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8cfa7",
                    table="cohort_sessions_contribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contribution",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cohort_sessions_contributionevent" ("changed_at", "created_at", "dropped_at", "id", "key", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "topic") VALUES (NEW."changed_at", NEW."created_at", NEW."dropped_at", NEW."id", NEW."key", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."session_id", NEW."topic"); RETURN NULL;',
                    hash="4c25683781da20288f8172d390eaededc4f21e9c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_60438",
                    table="cohort_sessions_contribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contribution",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cohort_sessions_contributionevent" ("changed_at", "created_at", "dropped_at", "id", "key", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "topic") VALUES (OLD."changed_at", OLD."created_at", OLD."dropped_at", OLD."id", OLD."key", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."session_id", OLD."topic"); RETURN NULL;',
                    hash="86584e2169e7cdf6f9c6fbf7ff92924eddfd0985",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1b38f",
                    table="cohort_sessions_contribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contributionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5cbfa8d1ce379cdc5d5b9ecd72190c20837818dd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_255af",
                    table="cohort_sessions_contributionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invited",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cohort_sessions_invitedevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "session_id") VALUES (NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."session_id"); RETURN NULL;',
                    hash="491e2464c181bbd599e7b46e941449feb194ed8e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6aa28",
                    table="cohort_sessions_invited",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invited",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cohort_sessions_invitedevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "session_id") VALUES (NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."session_id"); RETURN NULL;',
                    hash="acd513cceaaf45e02213e8ea3e23a9f3fef82b24",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a098d",
                    table="cohort_sessions_invited",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invited",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cohort_sessions_invitedevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "session_id") VALUES (OLD."group_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."session_id"); RETURN NULL;',
                    hash="8d7ad14a52bf50a264b9558fa410919ecc295913",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_83b96",
                    table="cohort_sessions_invited",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitedevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e5323d8d78979d884f161ff97815ca4b91d11869",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_00362",
                    table="cohort_sessions_invitedevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kindevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3ae288b618ce72457589d65da5bf59e61a024249",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0521c",
                    table="cohort_sessions_kindevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="series",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cohort_sessions_seriesevent" ("begins", "changed_at", "created_at", "ends_on", "every", "frequency", "id", "kind_id", "minutes", "name", "nth", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "starts_on", "zone") VALUES (NEW."begins", NEW."changed_at", NEW."created_at", NEW."ends_on", NEW."every", NEW."frequency", NEW."id", NEW."kind_id", NEW."minutes", NEW."name", NEW."nth", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."starts_on", NEW."zone"); RETURN NULL;',
                    hash="3c78152fd59c8eac021e276269deab504439c2a7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2c86e",
                    table="cohort_sessions_series",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="series",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cohort_sessions_seriesevent" ("begins", "changed_at", "created_at", "ends_on", "every", "frequency", "id", "kind_id", "minutes", "name", "nth", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "starts_on", "zone") VALUES (NEW."begins", NEW."changed_at", NEW."created_at", NEW."ends_on", NEW."every", NEW."frequency", NEW."id", NEW."kind_id", NEW."minutes", NEW."name", NEW."nth", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."starts_on", NEW."zone"); RETURN NULL;',
                    hash="eb97e91bd5272f3f92ae29f39673eacdfd5d953b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_72d2b",
                    table="cohort_sessions_series",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="series",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cohort_sessions_seriesevent" ("begins", "changed_at", "created_at", "ends_on", "every", "frequency", "id", "kind_id", "minutes", "name", "nth", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "starts_on", "zone") VALUES (OLD."begins", OLD."changed_at", OLD."created_at", OLD."ends_on", OLD."every", OLD."frequency", OLD."id", OLD."kind_id", OLD."minutes", OLD."name", OLD."nth", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."starts_on", OLD."zone"); RETURN NULL;',
                    hash="04898088dafd93764b92580668b5c950286eb6a7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b945b",
                    table="cohort_sessions_series",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohortsessionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="13d1c7548f9b5000ef67a44728d1793bd95a909d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0e6c9",
                    table="cohort_sessions_cohortsessionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohortsession",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cohort_sessions_cohortsessionevent" ("begins_at", "cancelled_at", "cancelled_why", "changed_at", "created_at", "ends_at", "group_id", "id", "join_link", "key", "kind_id", "moved_from", "moved_why", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "sequence", "series_id", "slug", "state", "text", "title", "uid", "venue", "zone") VALUES (NEW."begins_at", NEW."cancelled_at", NEW."cancelled_why", NEW."changed_at", NEW."created_at", NEW."ends_at", NEW."group_id", NEW."id", NEW."join_link", NEW."key", NEW."kind_id", NEW."moved_from", NEW."moved_why", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."precision", NEW."sequence", NEW."series_id", NEW."slug", NEW."state", NEW."text", NEW."title", NEW."uid", NEW."venue", NEW."zone"); RETURN NULL;',
                    hash="6262edc77d985f5383b1cd9b7a58f6341c6b3669",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_efdf6",
                    table="cohort_sessions_cohortsession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohortsession",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "cohort_sessions_cohortsessionevent" ("begins_at", "cancelled_at", "cancelled_why", "changed_at", "created_at", "ends_at", "group_id", "id", "join_link", "key", "kind_id", "moved_from", "moved_why", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "sequence", "series_id", "slug", "state", "text", "title", "uid", "venue", "zone") VALUES (NEW."begins_at", NEW."cancelled_at", NEW."cancelled_why", NEW."changed_at", NEW."created_at", NEW."ends_at", NEW."group_id", NEW."id", NEW."join_link", NEW."key", NEW."kind_id", NEW."moved_from", NEW."moved_why", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."precision", NEW."sequence", NEW."series_id", NEW."slug", NEW."state", NEW."text", NEW."title", NEW."uid", NEW."venue", NEW."zone"); RETURN NULL;',
                    hash="5985a7a0615b99c8eb87b1e44676c9439f255df3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1567a",
                    table="cohort_sessions_cohortsession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohortsession",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "cohort_sessions_cohortsessionevent" ("begins_at", "cancelled_at", "cancelled_why", "changed_at", "created_at", "ends_at", "group_id", "id", "join_link", "key", "kind_id", "moved_from", "moved_why", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "sequence", "series_id", "slug", "state", "text", "title", "uid", "venue", "zone") VALUES (OLD."begins_at", OLD."cancelled_at", OLD."cancelled_why", OLD."changed_at", OLD."created_at", OLD."ends_at", OLD."group_id", OLD."id", OLD."join_link", OLD."key", OLD."kind_id", OLD."moved_from", OLD."moved_why", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."precision", OLD."sequence", OLD."series_id", OLD."slug", OLD."state", OLD."text", OLD."title", OLD."uid", OLD."venue", OLD."zone"); RETURN NULL;',
                    hash="0a74835081d9244cad00e71bba57edb258ce593c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_029ad",
                    table="cohort_sessions_cohortsession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seriesevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f28b393de7060586a162b28c01e0a33b7a601186",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_43e4e",
                    table="cohort_sessions_seriesevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
