"""The tables of `sessions`, with their constraints and the triggers that keep their history."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import kit.models
import kit.triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_invitation_not_sent"),
        ("people", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("reflections", "0002_jot_details"),
        ("towns", "0004_school_breaks"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
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
                ("name", models.CharField(help_text='As "My phone".', max_length=80)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "has_links",
                    models.BooleanField(default=False, help_text="Join links stand in it too."),
                ),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feeds",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("person", "name"),
                        name="one_live_feed_of_a_name",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_calendarfeedevent" ("changed_at", "created_at", "has_links", "id", "key", "made_at", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "token_hash") VALUES (NEW."changed_at", NEW."created_at", NEW."has_links", NEW."id", NEW."key", NEW."made_at", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revoked_at", NEW."token_hash"); RETURN NULL;',
                            hash="1878eedb83db93c2f767b24cf5703db159c03107",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d5490",
                            table="cohort_sessions_calendarfeed",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_sessions_calendarfeedevent" ("changed_at", "created_at", "has_links", "id", "key", "made_at", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "token_hash") VALUES (NEW."changed_at", NEW."created_at", NEW."has_links", NEW."id", NEW."key", NEW."made_at", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revoked_at", NEW."token_hash"); RETURN NULL;',
                            hash="c11500297ad26a9701b503aaacd90e30ae718683",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_520b6",
                            table="cohort_sessions_calendarfeed",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_calendarfeedevent" ("changed_at", "created_at", "has_links", "id", "key", "made_at", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "token_hash") VALUES (OLD."changed_at", OLD."created_at", OLD."has_links", OLD."id", OLD."key", OLD."made_at", OLD."name", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revoked_at", OLD."token_hash"); RETURN NULL;',
                            hash="898e958df6b68b61751d8377a9037d10d968bb8e",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8fdd7",
                            table="cohort_sessions_calendarfeed",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeedEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(help_text='As "My phone".', max_length=80)),
                ("token_hash", models.CharField(max_length=64)),
                (
                    "has_links",
                    models.BooleanField(default=False, help_text="Join links stand in it too."),
                ),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
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
                        to="cohort_sessions.calendarfeed",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="265f51777d1fa5643e4da025df74168e3dc12ff8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0d8a7",
                            table="cohort_sessions_calendarfeedevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
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
                (
                    "invite_weeks",
                    models.PositiveSmallIntegerField(
                        db_default=8,
                        default=8,
                        help_text="So many weeks before, its invitations leave.",
                    ),
                ),
                (
                    "remind_days",
                    models.PositiveSmallIntegerField(
                        db_default=5,
                        default=5,
                        help_text="So many working days before, people are reminded.",
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
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("invite_weeks__lte", 52)),
                        name="kind_invites_within_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("remind_days__gte", 2), ("remind_days__lte", 15)),
                        name="kind_reminds_some_days_before",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_kindevent" ("changed_at", "created_at", "id", "invite_weeks", "is_used", "minutes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "remind_days", "roles", "slug") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."invite_weeks", NEW."is_used", NEW."minutes", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."remind_days", NEW."roles", NEW."slug"); RETURN NULL;',
                            hash="f304919420c00bb9487d2b9befb94033771a41aa",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5c69a",
                            table="cohort_sessions_kind",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_sessions_kindevent" ("changed_at", "created_at", "id", "invite_weeks", "is_used", "minutes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "remind_days", "roles", "slug") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."invite_weeks", NEW."is_used", NEW."minutes", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."remind_days", NEW."roles", NEW."slug"); RETURN NULL;',
                            hash="c9b4fb26f836ec0319833ade432421f9169d8431",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8fd8c",
                            table="cohort_sessions_kind",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_kindevent" ("changed_at", "created_at", "id", "invite_weeks", "is_used", "minutes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "remind_days", "roles", "slug") VALUES (OLD."changed_at", OLD."created_at", OLD."id", OLD."invite_weeks", OLD."is_used", OLD."minutes", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."remind_days", OLD."roles", OLD."slug"); RETURN NULL;',
                            hash="7bf57a1d982251cedb0394a617b382c782c7553e",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c3b48",
                            table="cohort_sessions_kind",
                            when="AFTER",
                        ),
                    ),
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
                (
                    "invite_weeks",
                    models.PositiveSmallIntegerField(
                        db_default=8,
                        default=8,
                        help_text="So many weeks before, its invitations leave.",
                    ),
                ),
                (
                    "remind_days",
                    models.PositiveSmallIntegerField(
                        db_default=5,
                        default=5,
                        help_text="So many working days before, people are reminded.",
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3ae288b618ce72457589d65da5bf59e61a024249",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0521c",
                            table="cohort_sessions_kindevent",
                            when="BEFORE",
                        ),
                    )
                ],
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
                ("starts_on", models.DateField(help_text="Its first day.")),
                (
                    "counted_from",
                    models.DateField(
                        blank=True,
                        help_text="The day from which it is counted, if not its first.",
                        null=True,
                    ),
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_seriesevent" ("begins", "changed_at", "counted_from", "created_at", "ends_on", "every", "frequency", "id", "kind_id", "minutes", "name", "nth", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "starts_on", "zone") VALUES (NEW."begins", NEW."changed_at", NEW."counted_from", NEW."created_at", NEW."ends_on", NEW."every", NEW."frequency", NEW."id", NEW."kind_id", NEW."minutes", NEW."name", NEW."nth", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."starts_on", NEW."zone"); RETURN NULL;',
                            hash="49f4192dd8ee661f4cda23b1d9d5fcd76ed5bf9b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2c86e",
                            table="cohort_sessions_series",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_sessions_seriesevent" ("begins", "changed_at", "counted_from", "created_at", "ends_on", "every", "frequency", "id", "kind_id", "minutes", "name", "nth", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "starts_on", "zone") VALUES (NEW."begins", NEW."changed_at", NEW."counted_from", NEW."created_at", NEW."ends_on", NEW."every", NEW."frequency", NEW."id", NEW."kind_id", NEW."minutes", NEW."name", NEW."nth", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."starts_on", NEW."zone"); RETURN NULL;',
                            hash="8160cbedefae0e03860349593023bda3a7040751",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_72d2b",
                            table="cohort_sessions_series",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_seriesevent" ("begins", "changed_at", "counted_from", "created_at", "ends_on", "every", "frequency", "id", "kind_id", "minutes", "name", "nth", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "starts_on", "zone") VALUES (OLD."begins", OLD."changed_at", OLD."counted_from", OLD."created_at", OLD."ends_on", OLD."every", OLD."frequency", OLD."id", OLD."kind_id", OLD."minutes", OLD."name", OLD."nth", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."starts_on", OLD."zone"); RETURN NULL;',
                            hash="998f36428b7eea5dd678f693b82986f68b47edf4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_b945b",
                            table="cohort_sessions_series",
                            when="AFTER",
                        ),
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
                ("starts_on", models.DateField(help_text="Its first day.")),
                (
                    "counted_from",
                    models.DateField(
                        blank=True,
                        help_text="The day from which it is counted, if not its first.",
                        null=True,
                    ),
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f28b393de7060586a162b28c01e0a33b7a601186",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_43e4e",
                            table="cohort_sessions_seriesevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Audience",
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
                    "starts_on",
                    models.DateField(blank=True, help_text="None: from its beginning.", null=True),
                ),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="The last day, if there is one.", null=True
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
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="audiences",
                        to="cohort_sessions.series",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("group", None), models.Q(("role", ""), _negated=True)),
                            models.Q(("group__isnull", False), ("role", "")),
                            _connector="OR",
                        ),
                        name="audience_is_a_role_or_a_group",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on", None),
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="audience_ends_after_it_starts",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("series", "="),
                            ("role", "="),
                            (
                                django.db.models.functions.comparison.Coalesce(
                                    models.F("group"), models.Value(0)
                                ),
                                "=",
                            ),
                            (
                                kit.models.DateRange(
                                    models.F("starts_on"), models.F("ends_on"), models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="audience_once_a_day",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_audienceevent" ("ends_on", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "series_id", "starts_on") VALUES (NEW."ends_on", NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."series_id", NEW."starts_on"); RETURN NULL;',
                            hash="6508bdd369824040f3bdbafd13141dbe45ecfcb2",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4cdf4",
                            table="cohort_sessions_audience",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_sessions_audienceevent" ("ends_on", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "series_id", "starts_on") VALUES (NEW."ends_on", NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."series_id", NEW."starts_on"); RETURN NULL;',
                            hash="36ad7d2edfc5c1b3cdbff2978526291522ce44ab",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e1122",
                            table="cohort_sessions_audience",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_audienceevent" ("ends_on", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "series_id", "starts_on") VALUES (OLD."ends_on", OLD."group_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."series_id", OLD."starts_on"); RETURN NULL;',
                            hash="d801a6893906d29493b54028da325bcdec9c6b05",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c5274",
                            table="cohort_sessions_audience",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AudienceEvent",
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
                    "starts_on",
                    models.DateField(blank=True, help_text="None: from its beginning.", null=True),
                ),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="The last day, if there is one.", null=True
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
                        to="cohort_sessions.audience",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort_sessions.series",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7393b9581177e8de10153ee11b17a1b4dc96be8f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_f5bce",
                            table="cohort_sessions_audienceevent",
                            when="BEFORE",
                        ),
                    )
                ],
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
                    "recording",
                    models.CharField(
                        choices=[
                            ("unknown", "Not known yet"),
                            ("yes", "Recorded"),
                            ("no", "Not recorded"),
                        ],
                        db_default="unknown",
                        default="unknown",
                        max_length=7,
                    ),
                ),
                ("recording_link", models.URLField(blank=True, db_default="", max_length=500)),
                (
                    "recording_until",
                    models.DateField(blank=True, help_text="Its last day.", null=True),
                ),
                (
                    "not_needed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("notes", "Notes"),
                                ("attendance", "Attendance"),
                                ("actions", "Actions"),
                                ("resources", "Resources"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="The parts of which a person has said that there are none.",
                    ),
                ),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recording", "yes"),
                            models.Q(("recording_link", ""), ("recording_until", None)),
                            _connector="OR",
                        ),
                        name="session_keeps_a_recording_that_was_made",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("recording", "unknown"), _negated=True),
                            _connector="OR",
                        ),
                        name="session_closes_knowing_of_its_recording",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("series", "on"),
                        name="one_session_of_a_series_a_day",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_cohortsessionevent" ("begins_at", "cancelled_at", "cancelled_why", "changed_at", "created_at", "ends_at", "group_id", "id", "join_link", "key", "kind_id", "moved_from", "moved_why", "not_needed", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "recording", "recording_link", "recording_until", "sequence", "series_id", "slug", "state", "text", "title", "uid", "venue", "zone") VALUES (NEW."begins_at", NEW."cancelled_at", NEW."cancelled_why", NEW."changed_at", NEW."created_at", NEW."ends_at", NEW."group_id", NEW."id", NEW."join_link", NEW."key", NEW."kind_id", NEW."moved_from", NEW."moved_why", NEW."not_needed", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."precision", NEW."recording", NEW."recording_link", NEW."recording_until", NEW."sequence", NEW."series_id", NEW."slug", NEW."state", NEW."text", NEW."title", NEW."uid", NEW."venue", NEW."zone"); RETURN NULL;',
                            hash="9f31e0165d22566d1f41d417abb0bdc8a34a4714",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_efdf6",
                            table="cohort_sessions_cohortsession",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_sessions_cohortsessionevent" ("begins_at", "cancelled_at", "cancelled_why", "changed_at", "created_at", "ends_at", "group_id", "id", "join_link", "key", "kind_id", "moved_from", "moved_why", "not_needed", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "recording", "recording_link", "recording_until", "sequence", "series_id", "slug", "state", "text", "title", "uid", "venue", "zone") VALUES (NEW."begins_at", NEW."cancelled_at", NEW."cancelled_why", NEW."changed_at", NEW."created_at", NEW."ends_at", NEW."group_id", NEW."id", NEW."join_link", NEW."key", NEW."kind_id", NEW."moved_from", NEW."moved_why", NEW."not_needed", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."precision", NEW."recording", NEW."recording_link", NEW."recording_until", NEW."sequence", NEW."series_id", NEW."slug", NEW."state", NEW."text", NEW."title", NEW."uid", NEW."venue", NEW."zone"); RETURN NULL;',
                            hash="b1855c633452e3593c5cecc7fb9f20d0e1e20f39",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1567a",
                            table="cohort_sessions_cohortsession",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_cohortsessionevent" ("begins_at", "cancelled_at", "cancelled_why", "changed_at", "created_at", "ends_at", "group_id", "id", "join_link", "key", "kind_id", "moved_from", "moved_why", "not_needed", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "recording", "recording_link", "recording_until", "sequence", "series_id", "slug", "state", "text", "title", "uid", "venue", "zone") VALUES (OLD."begins_at", OLD."cancelled_at", OLD."cancelled_why", OLD."changed_at", OLD."created_at", OLD."ends_at", OLD."group_id", OLD."id", OLD."join_link", OLD."key", OLD."kind_id", OLD."moved_from", OLD."moved_why", OLD."not_needed", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."precision", OLD."recording", OLD."recording_link", OLD."recording_until", OLD."sequence", OLD."series_id", OLD."slug", OLD."state", OLD."text", OLD."title", OLD."uid", OLD."venue", OLD."zone"); RETURN NULL;',
                            hash="a13cf509b8611da4dec5d6f6ff99709c6a31f777",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_029ad",
                            table="cohort_sessions_cohortsession",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda",
                        to="cohort_sessions.cohortsession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "position"), name="one_point_of_an_agenda_a_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                        name="point_takes_minutes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="point_says_something"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_agendapointevent" ("changed_at", "created_at", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "session_id", "text") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."session_id", NEW."text"); RETURN NULL;',
                            hash="5d4428c39cd8a82ac351c3695c4eb6329a65e643",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4c4c3",
                            table="cohort_sessions_agendapoint",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_sessions_agendapointevent" ("changed_at", "created_at", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "session_id", "text") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."session_id", NEW."text"); RETURN NULL;',
                            hash="1d7d0819b05400aa04afbb24aea7e1ba39b3e702",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2913a",
                            table="cohort_sessions_agendapoint",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_agendapointevent" ("changed_at", "created_at", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "session_id", "text") VALUES (OLD."changed_at", OLD."created_at", OLD."id", OLD."minutes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."session_id", OLD."text"); RETURN NULL;',
                            hash="3698b35f22bccc2cc075c306e16efb38e3d21ebf",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_eee63",
                            table="cohort_sessions_agendapoint",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
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
                (
                    "sort",
                    models.CharField(
                        choices=[("note", "Note"), ("decision", "Decision")],
                        default="note",
                        max_length=8,
                    ),
                ),
                ("text", models.TextField(max_length=5000)),
                ("written_at", models.DateTimeField()),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="cohort_sessions.cohortsession",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="note_says_something"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_noteevent" ("changed_at", "created_at", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "sort", "text", "written_at", "written_by_id") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."session_id", NEW."sort", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                            hash="1bf6dbe414cad4f754bc4afe7031509d206884bc",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a0607",
                            table="cohort_sessions_note",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_sessions_noteevent" ("changed_at", "created_at", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "sort", "text", "written_at", "written_by_id") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."session_id", NEW."sort", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                            hash="3b9ee3faf2611ac7820e21456efa953dd750bd5e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3e1cf",
                            table="cohort_sessions_note",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_noteevent" ("changed_at", "created_at", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "sort", "text", "written_at", "written_by_id") VALUES (OLD."changed_at", OLD."created_at", OLD."id", OLD."key", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."session_id", OLD."sort", OLD."text", OLD."written_at", OLD."written_by_id"); RETURN NULL;',
                            hash="db36b0fe95fe2387340e43654f72375afe9d7d68",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_31a98",
                            table="cohort_sessions_note",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "sort",
                    models.CharField(
                        choices=[("note", "Note"), ("decision", "Decision")],
                        default="note",
                        max_length=8,
                    ),
                ),
                ("text", models.TextField(max_length=5000)),
                ("written_at", models.DateTimeField()),
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
                        to="cohort_sessions.note",
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
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f19670dc1ca948d934210c118e39ea91516952fe",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c9765",
                            table="cohort_sessions_noteevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
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
                (
                    "source",
                    models.TextField(
                        blank=True, help_text="The sentence it came from.", max_length=5000
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("due_on", models.DateField()),
                ("added_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(blank=True, help_text="What happened.", max_length=300),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="reflections.item",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="people.person",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="cohort_sessions.cohortsession",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["owner", "due_on"],
                        name="action_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="action_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None), ("outcome", "")),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="action_closed_with_what_happened",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_actionevent" ("added_at", "added_by_id", "changed_at", "closed_at", "closed_by_id", "created_at", "due_on", "id", "item_id", "key", "outcome", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "source", "text") VALUES (NEW."added_at", NEW."added_by_id", NEW."changed_at", NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."due_on", NEW."id", NEW."item_id", NEW."key", NEW."outcome", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."session_id", NEW."source", NEW."text"); RETURN NULL;',
                            hash="986a7ca8067f41ff3d11ce163f76a753f914b69a",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c5210",
                            table="cohort_sessions_action",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_sessions_actionevent" ("added_at", "added_by_id", "changed_at", "closed_at", "closed_by_id", "created_at", "due_on", "id", "item_id", "key", "outcome", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "source", "text") VALUES (NEW."added_at", NEW."added_by_id", NEW."changed_at", NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."due_on", NEW."id", NEW."item_id", NEW."key", NEW."outcome", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."session_id", NEW."source", NEW."text"); RETURN NULL;',
                            hash="bf45091eb2015dd06cd032e92b0c510ce8b0da0e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_eb210",
                            table="cohort_sessions_action",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_actionevent" ("added_at", "added_by_id", "changed_at", "closed_at", "closed_by_id", "created_at", "due_on", "id", "item_id", "key", "outcome", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "source", "text") VALUES (OLD."added_at", OLD."added_by_id", OLD."changed_at", OLD."closed_at", OLD."closed_by_id", OLD."created_at", OLD."due_on", OLD."id", OLD."item_id", OLD."key", OLD."outcome", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."session_id", OLD."source", OLD."text"); RETURN NULL;',
                            hash="b55ae46891c38810c9b6e2a394088537f65c5781",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8a99f",
                            table="cohort_sessions_action",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
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
                (
                    "name",
                    models.CharField(blank=True, help_text="Of who has no post.", max_length=120),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("present", "Present"),
                            ("apology", "Apologies"),
                            ("absent", "Absent"),
                        ],
                        max_length=7,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField()),
                (
                    "deputy_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputised_by",
                        to="people.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="people.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="people.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="cohort_sessions.cohortsession",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "attendance",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), ("person__isnull", False)),
                            models.Q(("person", None), models.Q(("name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="attendance_of_a_person_or_a_name",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("session", "person"),
                        name="one_line_of_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("deputy_for__isnull", False), ("state", "present")),
                        fields=("session", "deputy_for"),
                        name="one_deputy_of_a_person",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_attendanceevent" ("changed_at", "created_at", "deputy_for_id", "id", "key", "name", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "session_id", "state", "version") VALUES (NEW."changed_at", NEW."created_at", NEW."deputy_for_id", NEW."id", NEW."key", NEW."name", NEW."organisation_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."session_id", NEW."state", NEW."version"); RETURN NULL;',
                            hash="55df8d4e056cf776cff2fac5e86cd02b1ec13f9b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3cb37",
                            table="cohort_sessions_attendance",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_sessions_attendanceevent" ("changed_at", "created_at", "deputy_for_id", "id", "key", "name", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "session_id", "state", "version") VALUES (NEW."changed_at", NEW."created_at", NEW."deputy_for_id", NEW."id", NEW."key", NEW."name", NEW."organisation_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."session_id", NEW."state", NEW."version"); RETURN NULL;',
                            hash="d58b878b5ab184c712b34e61f6e86ac1823328bf",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9fb3c",
                            table="cohort_sessions_attendance",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_attendanceevent" ("changed_at", "created_at", "deputy_for_id", "id", "key", "name", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "session_id", "state", "version") VALUES (OLD."changed_at", OLD."created_at", OLD."deputy_for_id", OLD."id", OLD."key", OLD."name", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."session_id", OLD."state", OLD."version"); RETURN NULL;',
                            hash="4eba2bdfc3be87d3de4b0bccf2983f8c0570d6ff",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d6e3e",
                            table="cohort_sessions_attendance",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "name",
                    models.CharField(blank=True, help_text="Of who has no post.", max_length=120),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("present", "Present"),
                            ("apology", "Apologies"),
                            ("absent", "Absent"),
                        ],
                        max_length=7,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField()),
                (
                    "deputy_for",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
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
                        to="cohort_sessions.attendance",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="cd302f960b8279c89dc680e7289dbcd1dde5e49c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_f6d4e",
                            table="cohort_sessions_attendanceevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaPointEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200)),
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
                        to="cohort_sessions.agendapoint",
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a6a6ccefd970e8530d39bb9a5ad2f34992d99f52",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c609c",
                            table="cohort_sessions_agendapointevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "source",
                    models.TextField(
                        blank=True, help_text="The sentence it came from.", max_length=5000
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("due_on", models.DateField()),
                ("added_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(blank=True, help_text="What happened.", max_length=300),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reflections.item",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
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
                        to="cohort_sessions.action",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort_sessions.cohortsession",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e5c8b8a9555a52c7f56b17c92354f9bbb61da90a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_978f8",
                            table="cohort_sessions_actionevent",
                            when="BEFORE",
                        ),
                    )
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
                (
                    "comes",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="Who comes, as it says itself.",
                        max_length=300,
                    ),
                ),
                (
                    "needs",
                    models.TextField(
                        blank=True, db_default="", help_text="What they need.", max_length=1000
                    ),
                ),
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_contributionevent" ("changed_at", "comes", "created_at", "dropped_at", "id", "key", "needs", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "topic") VALUES (NEW."changed_at", NEW."comes", NEW."created_at", NEW."dropped_at", NEW."id", NEW."key", NEW."needs", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."session_id", NEW."topic"); RETURN NULL;',
                            hash="fbf15999764af11380d25902d415c124d6720648",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8cfa7",
                            table="cohort_sessions_contribution",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_sessions_contributionevent" ("changed_at", "comes", "created_at", "dropped_at", "id", "key", "needs", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "topic") VALUES (NEW."changed_at", NEW."comes", NEW."created_at", NEW."dropped_at", NEW."id", NEW."key", NEW."needs", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."session_id", NEW."topic"); RETURN NULL;',
                            hash="79f47c615586c24f869d22bcd5d5e01743c348e9",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_60438",
                            table="cohort_sessions_contribution",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_contributionevent" ("changed_at", "comes", "created_at", "dropped_at", "id", "key", "needs", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "topic") VALUES (OLD."changed_at", OLD."comes", OLD."created_at", OLD."dropped_at", OLD."id", OLD."key", OLD."needs", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."session_id", OLD."topic"); RETURN NULL;',
                            hash="6bf09ac3596df002bbf4847e8d248ef0099ce929",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1b38f",
                            table="cohort_sessions_contribution",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerLink",
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
                ("name", models.CharField(help_text="Who was given it.", max_length=120)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="cohort_sessions.contribution",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="partner_link_is_somebodys",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by", None)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="partner_link_revoked_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("contribution", "name"),
                        name="one_live_partner_link_of_a_name",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_partnerlinkevent" ("changed_at", "contribution_id", "created_at", "id", "key", "made_at", "made_by_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id", "token_hash") VALUES (NEW."changed_at", NEW."contribution_id", NEW."created_at", NEW."id", NEW."key", NEW."made_at", NEW."made_by_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revoked_at", NEW."revoked_by_id", NEW."token_hash"); RETURN NULL;',
                            hash="f714bffbfd30448425f6160ce968e29a5d0addcd",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a5c7e",
                            table="cohort_sessions_partnerlink",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_sessions_partnerlinkevent" ("changed_at", "contribution_id", "created_at", "id", "key", "made_at", "made_by_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id", "token_hash") VALUES (NEW."changed_at", NEW."contribution_id", NEW."created_at", NEW."id", NEW."key", NEW."made_at", NEW."made_by_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revoked_at", NEW."revoked_by_id", NEW."token_hash"); RETURN NULL;',
                            hash="39c533880b54d08123d6367beee37f3a1e526907",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a6fb1",
                            table="cohort_sessions_partnerlink",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_partnerlinkevent" ("changed_at", "contribution_id", "created_at", "id", "key", "made_at", "made_by_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id", "token_hash") VALUES (OLD."changed_at", OLD."contribution_id", OLD."created_at", OLD."id", OLD."key", OLD."made_at", OLD."made_by_id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revoked_at", OLD."revoked_by_id", OLD."token_hash"); RETURN NULL;',
                            hash="3cba821496bf6417ef5f12bd984d531ee6d7a299",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_af46d",
                            table="cohort_sessions_partnerlink",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerLinkEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(help_text="Who was given it.", max_length=120)),
                ("token_hash", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "contribution",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort_sessions.contribution",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="cohort_sessions.partnerlink",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e95921fec7850606f5707f48deb1d8b1a59f9279",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_8b80f",
                            table="cohort_sessions_partnerlinkevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Resource",
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
                (
                    "use",
                    models.CharField(
                        choices=[("material", "Material"), ("resource", "Resource")],
                        help_text="For the session, or made from it to be used after.",
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("link", models.URLField(blank=True, max_length=500)),
                (
                    "file_key",
                    models.CharField(
                        blank=True, help_text="Empty once it is deleted.", max_length=32
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=120)),
                (
                    "file_sort",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pdf", "PDF"),
                            ("pptx", "PowerPoint"),
                            ("docx", "Word"),
                            ("xlsx", "Excel"),
                            ("odp", "OpenDocument slides"),
                            ("odt", "OpenDocument text"),
                            ("ods", "OpenDocument sheet"),
                            ("png", "PNG picture"),
                            ("jpeg", "JPEG picture"),
                            ("txt", "Text"),
                            ("csv", "CSV"),
                        ],
                        max_length=4,
                    ),
                ),
                (
                    "file_size",
                    models.PositiveIntegerField(blank=True, help_text="In bytes.", null=True),
                ),
                (
                    "file_hash",
                    models.CharField(blank=True, help_text="Its SHA-256, in hex.", max_length=64),
                ),
                (
                    "scan",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waiting", "Being checked"),
                            ("clean", "Checked"),
                            ("refused", "Refused"),
                        ],
                        max_length=7,
                    ),
                ),
                ("scanned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "scan_due_at",
                    models.DateTimeField(blank=True, help_text="When it is looked at.", null=True),
                ),
                ("scan_tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "refusal",
                    models.CharField(blank=True, help_text="Why it is refused.", max_length=300),
                ),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        blank=True,
                        help_text="Of the partner it came from.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to="cohort_sessions.contribution",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to="cohort_sessions.cohortsession",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("scan", "waiting")),
                        fields=["scan_due_at"],
                        name="resource_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="resource_has_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("file_key", ""),
                                ("file_name", ""),
                                ("file_sort", ""),
                                ("link__regex", "^https?://"),
                                ("file_hash", ""),
                                ("file_size", None),
                                ("scan", ""),
                            ),
                            models.Q(
                                ("file_size__isnull", False),
                                ("link", ""),
                                models.Q(("file_name", ""), _negated=True),
                                models.Q(("file_sort", ""), _negated=True),
                                models.Q(("file_hash", ""), _negated=True),
                                models.Q(("scan", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="resource_is_a_link_or_a_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("refusal", ""),
                                ("scan", ""),
                                ("scan_due_at", None),
                                ("scanned_at", None),
                            ),
                            models.Q(
                                ("refusal", ""),
                                ("scan", "waiting"),
                                ("scan_due_at__isnull", False),
                                ("scanned_at", None),
                            ),
                            models.Q(
                                ("refusal", ""),
                                ("scan", "clean"),
                                ("scan_due_at", None),
                                ("scanned_at__isnull", False),
                            ),
                            models.Q(
                                ("scan", "refused"),
                                ("scan_due_at", None),
                                ("scanned_at__isnull", False),
                                models.Q(("refusal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="resource_is_checked_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file_key", ""), _negated=True),
                            ("scan__in", ["", "refused"]),
                            ("removed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="resource_keeps_its_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at", None), ("removed_by", None)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="resource_removed_by_someone",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("file_key", ""), _negated=True),
                        fields=("file_key",),
                        name="one_resource_of_a_file",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("removed_at", None), models.Q(("scan", "refused"), _negated=True)
                        ),
                        fields=("session", "use", "file_hash", "link"),
                        name="resource_of_a_session_once",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_resourceevent" ("added_at", "added_by_id", "changed_at", "contribution_id", "created_at", "file_hash", "file_key", "file_name", "file_size", "file_sort", "id", "key", "link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "refusal", "removed_at", "removed_by_id", "scan", "scan_due_at", "scan_tries", "scanned_at", "session_id", "title", "use") VALUES (NEW."added_at", NEW."added_by_id", NEW."changed_at", NEW."contribution_id", NEW."created_at", NEW."file_hash", NEW."file_key", NEW."file_name", NEW."file_size", NEW."file_sort", NEW."id", NEW."key", NEW."link", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."refusal", NEW."removed_at", NEW."removed_by_id", NEW."scan", NEW."scan_due_at", NEW."scan_tries", NEW."scanned_at", NEW."session_id", NEW."title", NEW."use"); RETURN NULL;',
                            hash="12b9fbd77982c2632cbdc98553d4424619e1ac78",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b53bb",
                            table="cohort_sessions_resource",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_sessions_resourceevent" ("added_at", "added_by_id", "changed_at", "contribution_id", "created_at", "file_hash", "file_key", "file_name", "file_size", "file_sort", "id", "key", "link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "refusal", "removed_at", "removed_by_id", "scan", "scan_due_at", "scan_tries", "scanned_at", "session_id", "title", "use") VALUES (NEW."added_at", NEW."added_by_id", NEW."changed_at", NEW."contribution_id", NEW."created_at", NEW."file_hash", NEW."file_key", NEW."file_name", NEW."file_size", NEW."file_sort", NEW."id", NEW."key", NEW."link", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."refusal", NEW."removed_at", NEW."removed_by_id", NEW."scan", NEW."scan_due_at", NEW."scan_tries", NEW."scanned_at", NEW."session_id", NEW."title", NEW."use"); RETURN NULL;',
                            hash="5611462316380ce6c5926b65ca199917336593bd",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5354e",
                            table="cohort_sessions_resource",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_resourceevent" ("added_at", "added_by_id", "changed_at", "contribution_id", "created_at", "file_hash", "file_key", "file_name", "file_size", "file_sort", "id", "key", "link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "refusal", "removed_at", "removed_by_id", "scan", "scan_due_at", "scan_tries", "scanned_at", "session_id", "title", "use") VALUES (OLD."added_at", OLD."added_by_id", OLD."changed_at", OLD."contribution_id", OLD."created_at", OLD."file_hash", OLD."file_key", OLD."file_name", OLD."file_size", OLD."file_sort", OLD."id", OLD."key", OLD."link", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."refusal", OLD."removed_at", OLD."removed_by_id", OLD."scan", OLD."scan_due_at", OLD."scan_tries", OLD."scanned_at", OLD."session_id", OLD."title", OLD."use"); RETURN NULL;',
                            hash="5d317d11de5e1b641445bf88852d41eb5505845f",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_e3141",
                            table="cohort_sessions_resource",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResourceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "use",
                    models.CharField(
                        choices=[("material", "Material"), ("resource", "Resource")],
                        help_text="For the session, or made from it to be used after.",
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("link", models.URLField(blank=True, max_length=500)),
                (
                    "file_key",
                    models.CharField(
                        blank=True, help_text="Empty once it is deleted.", max_length=32
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=120)),
                (
                    "file_sort",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pdf", "PDF"),
                            ("pptx", "PowerPoint"),
                            ("docx", "Word"),
                            ("xlsx", "Excel"),
                            ("odp", "OpenDocument slides"),
                            ("odt", "OpenDocument text"),
                            ("ods", "OpenDocument sheet"),
                            ("png", "PNG picture"),
                            ("jpeg", "JPEG picture"),
                            ("txt", "Text"),
                            ("csv", "CSV"),
                        ],
                        max_length=4,
                    ),
                ),
                (
                    "file_size",
                    models.PositiveIntegerField(blank=True, help_text="In bytes.", null=True),
                ),
                (
                    "file_hash",
                    models.CharField(blank=True, help_text="Its SHA-256, in hex.", max_length=64),
                ),
                (
                    "scan",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waiting", "Being checked"),
                            ("clean", "Checked"),
                            ("refused", "Refused"),
                        ],
                        max_length=7,
                    ),
                ),
                ("scanned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "scan_due_at",
                    models.DateTimeField(blank=True, help_text="When it is looked at.", null=True),
                ),
                ("scan_tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "refusal",
                    models.CharField(blank=True, help_text="Why it is refused.", max_length=300),
                ),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Of the partner it came from.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort_sessions.contribution",
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
                        to="cohort_sessions.resource",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2c45cf044e6c016b1631cf659006d82b45f8c91f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_2ad84",
                            table="cohort_sessions_resourceevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BasketQuestion",
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
                ("asked_at", models.DateTimeField()),
                ("text", models.TextField(max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("asked", "Asked"),
                            ("answered", "Answered"),
                            ("carried", "Carried over"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Since when it stands as it does; none while it waits.",
                        null=True,
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=5000)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "carried_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_from",
                        to="cohort_sessions.basketquestion",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="basket_questions",
                        to="towns.town",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="cohort_sessions.cohortsession",
                    ),
                ),
                (
                    "answer_of",
                    models.ForeignKey(
                        blank=True,
                        help_text="The partner that answered on its own page.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cohort_sessions.contribution",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        blank=True,
                        help_text="The partner it is meant for, if one of several is.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="cohort_sessions.contribution",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="basket_question_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "waiting"),
                                ("answer", ""),
                                ("answer_of", None),
                                ("carried_to", None),
                                ("settled_at", None),
                                ("settled_by", None),
                            ),
                            models.Q(
                                ("carried_to", None),
                                ("state__in", ["asked", "withdrawn"]),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                ("answer", ""),
                                ("answer_of", None),
                            ),
                            models.Q(
                                ("carried_to", None),
                                ("state", "answered"),
                                ("settled_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                                models.Q(
                                    ("settled_by__isnull", False),
                                    ("answer_of__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                ("carried_to__isnull", False),
                                ("state", "carried"),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                ("answer", ""),
                                ("answer_of", None),
                            ),
                            _connector="OR",
                        ),
                        name="basket_question_holds_what_its_state_needs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("carried_to", None),
                            models.Q(("carried_to", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="basket_question_not_carried_to_itself",
                    ),
                    models.UniqueConstraint(
                        models.F("session"),
                        models.F("asked_by"),
                        django.db.models.functions.text.MD5("text"),
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        name="basket_question_asked_once",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="partners_of_its_session",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF EXISTS (\n    SELECT FROM cohort_sessions_contribution partner\n    WHERE partner.id IN (NEW.contribution_id, NEW.answer_of_id)\n    AND partner.session_id <> NEW.session_id\n) THEN\n    RAISE EXCEPTION 'a question is for partners of its own session'\n    USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="37210f4aaa05ae6db3e59655a6a24a615031808e",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_partners_of_its_session_a45c5",
                            table="cohort_sessions_basketquestion",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_basketquestionevent" ("answer", "answer_of_id", "asked_at", "asked_by_id", "carried_to_id", "changed_at", "contribution_id", "created_at", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "settled_at", "settled_by_id", "state", "text", "town_id") VALUES (NEW."answer", NEW."answer_of_id", NEW."asked_at", NEW."asked_by_id", NEW."carried_to_id", NEW."changed_at", NEW."contribution_id", NEW."created_at", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."session_id", NEW."settled_at", NEW."settled_by_id", NEW."state", NEW."text", NEW."town_id"); RETURN NULL;',
                            hash="40d11d6fedfa3c8ab1e98b49e9b47fc672517768",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_501f5",
                            table="cohort_sessions_basketquestion",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_sessions_basketquestionevent" ("answer", "answer_of_id", "asked_at", "asked_by_id", "carried_to_id", "changed_at", "contribution_id", "created_at", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "settled_at", "settled_by_id", "state", "text", "town_id") VALUES (NEW."answer", NEW."answer_of_id", NEW."asked_at", NEW."asked_by_id", NEW."carried_to_id", NEW."changed_at", NEW."contribution_id", NEW."created_at", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."session_id", NEW."settled_at", NEW."settled_by_id", NEW."state", NEW."text", NEW."town_id"); RETURN NULL;',
                            hash="006a16daf3cd104949900fcf3584ef1052055c09",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_79b82",
                            table="cohort_sessions_basketquestion",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_basketquestionevent" ("answer", "answer_of_id", "asked_at", "asked_by_id", "carried_to_id", "changed_at", "contribution_id", "created_at", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id", "settled_at", "settled_by_id", "state", "text", "town_id") VALUES (OLD."answer", OLD."answer_of_id", OLD."asked_at", OLD."asked_by_id", OLD."carried_to_id", OLD."changed_at", OLD."contribution_id", OLD."created_at", OLD."id", OLD."key", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."session_id", OLD."settled_at", OLD."settled_by_id", OLD."state", OLD."text", OLD."town_id"); RETURN NULL;',
                            hash="e1af8fdcc4861b133ad5d2ca4da5fd54118b9083",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_00039",
                            table="cohort_sessions_basketquestion",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BasketQuestionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("asked_at", models.DateTimeField()),
                ("text", models.TextField(max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("asked", "Asked"),
                            ("answered", "Answered"),
                            ("carried", "Carried over"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Since when it stands as it does; none while it waits.",
                        null=True,
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=5000)),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "carried_to",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort_sessions.basketquestion",
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
                        to="cohort_sessions.basketquestion",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.town",
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
                (
                    "answer_of",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The partner that answered on its own page.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort_sessions.contribution",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The partner it is meant for, if one of several is.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cohort_sessions.contribution",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="0ed7f27654b067f214a792f43a546d871c086ed6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_fa5dc",
                            table="cohort_sessions_basketquestionevent",
                            when="BEFORE",
                        ),
                    )
                ],
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
                (
                    "comes",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="Who comes, as it says itself.",
                        max_length=300,
                    ),
                ),
                (
                    "needs",
                    models.TextField(
                        blank=True, db_default="", help_text="What they need.", max_length=1000
                    ),
                ),
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="5cbfa8d1ce379cdc5d5b9ecd72190c20837818dd",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_255af",
                            table="cohort_sessions_contributionevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
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
                ("invited_at", models.DateTimeField()),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Since when no post of theirs is invited any more.",
                        null=True,
                    ),
                ),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[("going", "Going"), ("apology", "Sent apologies")],
                        max_length=7,
                    ),
                ),
                (
                    "reply_to",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the session was to begin that the reply is to.",
                        null=True,
                    ),
                ),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deputy",
                    models.CharField(
                        blank=True, help_text="Who comes in their place.", max_length=120
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="session_invitations",
                        to="people.person",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="cohort_sessions.cohortsession",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "session"], name="invitation_of_person")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "person"), name="invited_by_name_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replied_at", None), ("reply", ""), ("reply_to", None)),
                            models.Q(
                                ("replied_at__isnull", False),
                                ("reply_to__isnull", False),
                                models.Q(("reply", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reply_is_to_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deputy", ""), ("reply", "apology"), _connector="OR"),
                        name="deputy_of_who_cannot_come",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_invitationevent" ("changed_at", "created_at", "deputy", "ended_at", "id", "invited_at", "key", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replied_at", "reply", "reply_to", "session_id") VALUES (NEW."changed_at", NEW."created_at", NEW."deputy", NEW."ended_at", NEW."id", NEW."invited_at", NEW."key", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."replied_at", NEW."reply", NEW."reply_to", NEW."session_id"); RETURN NULL;',
                            hash="0eb36a448451a4284a71d479243b5024624d0399",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_50e80",
                            table="cohort_sessions_invitation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cohort_sessions_invitationevent" ("changed_at", "created_at", "deputy", "ended_at", "id", "invited_at", "key", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replied_at", "reply", "reply_to", "session_id") VALUES (NEW."changed_at", NEW."created_at", NEW."deputy", NEW."ended_at", NEW."id", NEW."invited_at", NEW."key", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."replied_at", NEW."reply", NEW."reply_to", NEW."session_id"); RETURN NULL;',
                            hash="2f4a9808fa21fd0bf587fe57e326ded0198695a5",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_595dc",
                            table="cohort_sessions_invitation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cohort_sessions_invitationevent" ("changed_at", "created_at", "deputy", "ended_at", "id", "invited_at", "key", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replied_at", "reply", "reply_to", "session_id") VALUES (OLD."changed_at", OLD."created_at", OLD."deputy", OLD."ended_at", OLD."id", OLD."invited_at", OLD."key", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."replied_at", OLD."reply", OLD."reply_to", OLD."session_id"); RETURN NULL;',
                            hash="9479670a033ce04446663b997e46a8491d926ffa",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_47bba",
                            table="cohort_sessions_invitation",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvitationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("invited_at", models.DateTimeField()),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Since when no post of theirs is invited any more.",
                        null=True,
                    ),
                ),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[("going", "Going"), ("apology", "Sent apologies")],
                        max_length=7,
                    ),
                ),
                (
                    "reply_to",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the session was to begin that the reply is to.",
                        null=True,
                    ),
                ),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deputy",
                    models.CharField(
                        blank=True, help_text="Who comes in their place.", max_length=120
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
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
                        to="cohort_sessions.invitation",
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3455f3e4286e964269a83ac193d4da5784e56702",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e468c",
                            table="cohort_sessions_invitationevent",
                            when="BEFORE",
                        ),
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                ],
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e5323d8d78979d884f161ff97815ca4b91d11869",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_00362",
                            table="cohort_sessions_invitedevent",
                            when="BEFORE",
                        ),
                    )
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
                    "recording",
                    models.CharField(
                        choices=[
                            ("unknown", "Not known yet"),
                            ("yes", "Recorded"),
                            ("no", "Not recorded"),
                        ],
                        db_default="unknown",
                        default="unknown",
                        max_length=7,
                    ),
                ),
                ("recording_link", models.URLField(blank=True, db_default="", max_length=500)),
                (
                    "recording_until",
                    models.DateField(blank=True, help_text="Its last day.", null=True),
                ),
                (
                    "not_needed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("notes", "Notes"),
                                ("attendance", "Attendance"),
                                ("actions", "Actions"),
                                ("resources", "Resources"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="The parts of which a person has said that there are none.",
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
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="13d1c7548f9b5000ef67a44728d1793bd95a909d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_0e6c9",
                            table="cohort_sessions_cohortsessionevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        kit.triggers.InstallTriggers(),
    ]
