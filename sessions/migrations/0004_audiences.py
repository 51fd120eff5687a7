import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import towns.models.tenures


class Migration(migrations.Migration):
    dependencies = [
        ("cohort_sessions", "0003_replies_and_records"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("towns", "0003_reminders"),
    ]

    operations = [
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
                                towns.models.tenures.DateRange(
                                    models.F("starts_on"), models.F("ends_on"), models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="audience_once_a_day",
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
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="series",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="series",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="series",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="series",
            name="counted_from",
            field=models.DateField(
                blank=True,
                help_text="The day from which it is counted, if not its first.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="seriesevent",
            name="counted_from",
            field=models.DateField(
                blank=True,
                help_text="The day from which it is counted, if not its first.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="series",
            name="starts_on",
            field=models.DateField(help_text="Its first day."),
        ),
        migrations.AlterField(
            model_name="seriesevent",
            name="starts_on",
            field=models.DateField(help_text="Its first day."),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="series",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="series",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="series",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="audience",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="audience",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="audience",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="audienceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7393b9581177e8de10153ee11b17a1b4dc96be8f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f5bce",
                    table="cohort_sessions_audienceevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
