"""The tables of `reflections`, with their constraints and the triggers that keep their history."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import kit.triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_records"),
        ("people", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("towns", "0001_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="Obligation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("month", models.DateField(help_text="The first day of the month reported on.")),
                (
                    "state",
                    models.CharField(
                        choices=[("owed", "Owed"), ("excused", "Excused"), ("met", "Met")],
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("vacant", "Post vacant"),
                            ("paused", "Town paused"),
                            ("before_start", "Before the Project Lead started"),
                            ("closed", "Town closed"),
                            ("leave", "On leave without cover"),
                        ],
                        max_length=20,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                (
                    "grace_until",
                    models.DateTimeField(help_text="Received by then still counts as on time."),
                ),
                (
                    "met_with",
                    models.CharField(
                        blank=True,
                        choices=[("report", "Report"), ("nothing", "Nothing this month")],
                        max_length=10,
                    ),
                ),
                ("met_at", models.DateTimeField(null=True)),
                ("was_late", models.BooleanField(default=False)),
                (
                    "holder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="towns.tenure",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="towns.town",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["month", "state"], name="obligation_month_state")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("town", "month"), name="one_obligation_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="obligation_month_is_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("holder__isnull", False),
                                ("met_at", None),
                                ("met_with", ""),
                                ("reason", ""),
                                ("state", "owed"),
                            ),
                            models.Q(
                                models.Q(("reason", ""), _negated=True),
                                ("met_at", None),
                                ("met_with", ""),
                                ("state", "excused"),
                            ),
                            models.Q(
                                models.Q(("met_with", ""), _negated=True),
                                ("met_at__isnull", False),
                                ("reason", ""),
                                ("state", "met"),
                            ),
                            _connector="OR",
                        ),
                        name="obligation_state_has_its_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grace_until__gte", models.F("due_at"))),
                        name="obligation_grace_follows_due",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("was_late", False), ("state", "met"), _connector="OR"),
                        name="obligation_late_only_when_met",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reflections_obligationevent" ("changed_at", "created_at", "due_at", "grace_until", "holder_id", "id", "met_at", "met_with", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "town_id", "was_late") VALUES (NEW."changed_at", NEW."created_at", NEW."due_at", NEW."grace_until", NEW."holder_id", NEW."id", NEW."met_at", NEW."met_with", NEW."month", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."state", NEW."town_id", NEW."was_late"); RETURN NULL;',
                            hash="5be4946ef3116b10bac99bbf5dfeafd854925ec2",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a0e22",
                            table="reflections_obligation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "reflections_obligationevent" ("changed_at", "created_at", "due_at", "grace_until", "holder_id", "id", "met_at", "met_with", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "town_id", "was_late") VALUES (NEW."changed_at", NEW."created_at", NEW."due_at", NEW."grace_until", NEW."holder_id", NEW."id", NEW."met_at", NEW."met_with", NEW."month", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."state", NEW."town_id", NEW."was_late"); RETURN NULL;',
                            hash="cc88940442c9659f15e978abfe15c1c95ab17da2",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4aaf2",
                            table="reflections_obligation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reflections_obligationevent" ("changed_at", "created_at", "due_at", "grace_until", "holder_id", "id", "met_at", "met_with", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "town_id", "was_late") VALUES (OLD."changed_at", OLD."created_at", OLD."due_at", OLD."grace_until", OLD."holder_id", OLD."id", OLD."met_at", OLD."met_with", OLD."month", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."state", OLD."town_id", OLD."was_late"); RETURN NULL;',
                            hash="89942373f1b3c99ad71a0b0e806e7850b22c6fe4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1a4fe",
                            table="reflections_obligation",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("month", models.DateField(help_text="The first day of the month reported on.")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("submitted", "Submitted"),
                            ("revising", "Being revised"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("nothing_to_report", models.BooleanField(default=False)),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="A sentence beside a nothing.", max_length=500
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(help_text="When the first words were kept.", null=True),
                ),
                (
                    "saved_at",
                    models.DateTimeField(help_text="When words were last kept.", null=True),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(help_text="When first handed over.", null=True),
                ),
                ("revised_at", models.DateTimeField(null=True)),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="towns.town",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("town", "month"), name="one_report_a_month"),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="report_month_is_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "open"), ("submitted_at", None), ("submitted_by", None)
                            ),
                            models.Q(
                                ("status__in", ["submitted", "revising"]),
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="report_submitted_by_someone_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revised_at", None),
                            ("revised_at__gte", models.F("submitted_at")),
                            _connector="OR",
                        ),
                        name="report_revised_after_submission",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reflections_reportevent" ("changed_at", "created_at", "id", "month", "note", "nothing_to_report", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revised_at", "saved_at", "started_at", "status", "submitted_at", "submitted_by_id", "town_id") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."month", NEW."note", NEW."nothing_to_report", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revised_at", NEW."saved_at", NEW."started_at", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."town_id"); RETURN NULL;',
                            hash="86e546dc99d123d11b8d2aed6cfd9fe2b9662512",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_81ee2",
                            table="reflections_report",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "reflections_reportevent" ("changed_at", "created_at", "id", "month", "note", "nothing_to_report", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revised_at", "saved_at", "started_at", "status", "submitted_at", "submitted_by_id", "town_id") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."month", NEW."note", NEW."nothing_to_report", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revised_at", NEW."saved_at", NEW."started_at", NEW."status", NEW."submitted_at", NEW."submitted_by_id", NEW."town_id"); RETURN NULL;',
                            hash="23901a3e04573495a854e33fa13f08c9f45257da",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e8201",
                            table="reflections_report",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reflections_reportevent" ("changed_at", "created_at", "id", "month", "note", "nothing_to_report", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revised_at", "saved_at", "started_at", "status", "submitted_at", "submitted_by_id", "town_id") VALUES (OLD."changed_at", OLD."created_at", OLD."id", OLD."month", OLD."note", OLD."nothing_to_report", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revised_at", OLD."saved_at", OLD."started_at", OLD."status", OLD."submitted_at", OLD."submitted_by_id", OLD."town_id"); RETURN NULL;',
                            hash="4d7aac347f8dc252214b374c2a80fb1a71b6a3f4",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_31da1",
                            table="reflections_report",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ObligationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("month", models.DateField(help_text="The first day of the month reported on.")),
                (
                    "state",
                    models.CharField(
                        choices=[("owed", "Owed"), ("excused", "Excused"), ("met", "Met")],
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("vacant", "Post vacant"),
                            ("paused", "Town paused"),
                            ("before_start", "Before the Project Lead started"),
                            ("closed", "Town closed"),
                            ("leave", "On leave without cover"),
                        ],
                        max_length=20,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                (
                    "grace_until",
                    models.DateTimeField(help_text="Received by then still counts as on time."),
                ),
                (
                    "met_with",
                    models.CharField(
                        blank=True,
                        choices=[("report", "Report"), ("nothing", "Nothing this month")],
                        max_length=10,
                    ),
                ),
                ("met_at", models.DateTimeField(null=True)),
                ("was_late", models.BooleanField(default=False)),
                (
                    "holder",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.tenure",
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
                        to="reflections.obligation",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.town",
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
                            hash="38e60fff2ed5f903f566a4b24710e294f922404c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b1d4a",
                            table="reflections_obligationevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("month", models.DateField(help_text="The first day of the month reported on.")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("submitted", "Submitted"),
                            ("revising", "Being revised"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("nothing_to_report", models.BooleanField(default=False)),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="A sentence beside a nothing.", max_length=500
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(help_text="When the first words were kept.", null=True),
                ),
                (
                    "saved_at",
                    models.DateTimeField(help_text="When words were last kept.", null=True),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(help_text="When first handed over.", null=True),
                ),
                ("revised_at", models.DateTimeField(null=True)),
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
                        to="reflections.report",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
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
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.town",
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
                            hash="dd0aa973c2417b79f74cf2a1245f1c7d27e58416",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_2b2f0",
                            table="reflections_reportevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField()),
                ("nothing_to_report", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("items", models.JSONField(default=list)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="reflections.report",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "number"), name="one_version_a_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="versions_count_from_one"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reflections_reportversionevent" ("id", "items", "made_at", "made_by_id", "note", "nothing_to_report", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id") VALUES (NEW."id", NEW."items", NEW."made_at", NEW."made_by_id", NEW."note", NEW."nothing_to_report", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."report_id"); RETURN NULL;',
                            hash="046f381b272d67dca5e1d8140a7f90401718a1d8",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2deb4",
                            table="reflections_reportversion",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "reflections_reportversionevent" ("id", "items", "made_at", "made_by_id", "note", "nothing_to_report", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id") VALUES (NEW."id", NEW."items", NEW."made_at", NEW."made_by_id", NEW."note", NEW."nothing_to_report", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."report_id"); RETURN NULL;',
                            hash="353e7617a7165f957c86fdd78c522b4f1c444c5a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_27816",
                            table="reflections_reportversion",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reflections_reportversionevent" ("id", "items", "made_at", "made_by_id", "note", "nothing_to_report", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id") VALUES (OLD."id", OLD."items", OLD."made_at", OLD."made_by_id", OLD."note", OLD."nothing_to_report", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."report_id"); RETURN NULL;',
                            hash="e4b3bc9078f4e4ac4d2f7aa0266f328e264d7431",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_217a9",
                            table="reflections_reportversion",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("connection", "New connection"),
                            ("challenge", "Challenge"),
                            ("learning", "Powerful learning moment"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(max_length=60000)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("me", "Only me"),
                            ("town", "My town"),
                            ("team", "Programme Team"),
                            ("cohort", "The cohort"),
                            ("steering", "Steering Groups"),
                        ],
                        default="team",
                        max_length=10,
                    ),
                ),
                ("sensitive", models.BooleanField(default=False)),
                (
                    "asks_data",
                    models.BooleanField(
                        default=False, help_text="Asks something of the LIST analyst."
                    ),
                ),
                (
                    "open_findings",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="The guard's questions that wait for an answer."
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        help_text="When its author took it out of a report handed over before.",
                        null=True,
                    ),
                ),
                ("quarantined_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="people.person",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        help_text="Who wrote it last.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisations",
                    models.ManyToManyField(
                        blank=True, related_name="items", to="people.organisation"
                    ),
                ),
                (
                    "outcomes",
                    models.ManyToManyField(blank=True, related_name="items", to="towns.outcome"),
                ),
                (
                    "quarantined_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "readers",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Who may read it, if it is sensitive.",
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="reflections.report",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["report", "kind", "position"], name="item_report_order")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="item_has_text"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="item_versions_count_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sensitive", False),
                            ("audience__in", ["me", "town", "team"]),
                            _connector="OR",
                        ),
                        name="sensitive_items_go_no_further_than_the_team",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quarantined_at", None), ("quarantined_by", None)),
                            models.Q(
                                ("quarantined_at__isnull", False), ("quarantined_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="item_quarantined_by_someone",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reflections_itemhistory" ("asks_data", "audience", "author_id", "changed_at", "changed_by_id", "created_at", "id", "key", "kind", "open_findings", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quarantined_at", "quarantined_by_id", "report_id", "sensitive", "text", "version", "withdrawn_at") VALUES (NEW."asks_data", NEW."audience", NEW."author_id", NEW."changed_at", NEW."changed_by_id", NEW."created_at", NEW."id", NEW."key", NEW."kind", NEW."open_findings", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."quarantined_at", NEW."quarantined_by_id", NEW."report_id", NEW."sensitive", NEW."text", NEW."version", NEW."withdrawn_at"); RETURN NULL;',
                            hash="afbeac140acb1f4f786827edb854e4f691c7f1a1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d308f",
                            table="reflections_item",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "reflections_itemhistory" ("asks_data", "audience", "author_id", "changed_at", "changed_by_id", "created_at", "id", "key", "kind", "open_findings", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quarantined_at", "quarantined_by_id", "report_id", "sensitive", "text", "version", "withdrawn_at") VALUES (NEW."asks_data", NEW."audience", NEW."author_id", NEW."changed_at", NEW."changed_by_id", NEW."created_at", NEW."id", NEW."key", NEW."kind", NEW."open_findings", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."quarantined_at", NEW."quarantined_by_id", NEW."report_id", NEW."sensitive", NEW."text", NEW."version", NEW."withdrawn_at"); RETURN NULL;',
                            hash="c52f8bf075578dcf85b4b8bb070e0fa82c093bd1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_29578",
                            table="reflections_item",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reflections_itemhistory" ("asks_data", "audience", "author_id", "changed_at", "changed_by_id", "created_at", "id", "key", "kind", "open_findings", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quarantined_at", "quarantined_by_id", "report_id", "sensitive", "text", "version", "withdrawn_at") VALUES (OLD."asks_data", OLD."audience", OLD."author_id", OLD."changed_at", OLD."changed_by_id", OLD."created_at", OLD."id", OLD."key", OLD."kind", OLD."open_findings", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."quarantined_at", OLD."quarantined_by_id", OLD."report_id", OLD."sensitive", OLD."text", OLD."version", OLD."withdrawn_at"); RETURN NULL;',
                            hash="e171bac31915f75ec86e8a5705c69de22ac5f0b7",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ff304",
                            table="reflections_item",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("read", "Read by"),
                            ("raised", "Raised at"),
                            ("answered", "Answered by"),
                            ("echoed", "Echoed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "label",
                    models.CharField(
                        help_text="The reader, the session, the answerer.", max_length=200
                    ),
                ),
                (
                    "address",
                    models.CharField(blank=True, help_text="Where it can be seen.", max_length=300),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="reflections.item",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "read")),
                        fields=("item", "by"),
                        name="read_once_by_each",
                    ),
                    models.UniqueConstraint(
                        fields=("item", "kind", "label", "at"), name="one_event_a_moment"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("connection", "New connection"),
                            ("challenge", "Challenge"),
                            ("learning", "Powerful learning moment"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(max_length=60000)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("me", "Only me"),
                            ("town", "My town"),
                            ("team", "Programme Team"),
                            ("cohort", "The cohort"),
                            ("steering", "Steering Groups"),
                        ],
                        default="team",
                        max_length=10,
                    ),
                ),
                ("sensitive", models.BooleanField(default=False)),
                (
                    "asks_data",
                    models.BooleanField(
                        default=False, help_text="Asks something of the LIST analyst."
                    ),
                ),
                (
                    "open_findings",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="The guard's questions that wait for an answer."
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        help_text="When its author took it out of a report handed over before.",
                        null=True,
                    ),
                ),
                ("quarantined_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="Who wrote it last.",
                        null=True,
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
                        to="reflections.item",
                    ),
                ),
                (
                    "quarantined_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reflections.report",
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
                            hash="2b146646dc4b8d9ff41635a34d56d3b668ddfb11",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_60cbf",
                            table="reflections_itemhistory",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Jot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("connection", "New connection"),
                            ("challenge", "Challenge"),
                            ("learning", "Powerful learning moment"),
                        ],
                        help_text="Empty: not sorted.",
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(max_length=60000)),
                (
                    "noticed_on",
                    models.DateField(help_text="The day it was written; its month takes it."),
                ),
                (
                    "written_at",
                    models.DateTimeField(
                        help_text="When the phone says it was written; a hint, no more.", null=True
                    ),
                ),
                ("received_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("used", "Used in a report"),
                            ("discarded", "Thrown away"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "left_out_month",
                    models.DateField(
                        help_text="The month whose report it was left out of; it may be put back in.",
                        null=True,
                    ),
                ),
                (
                    "released_at",
                    models.DateTimeField(
                        help_text="When a leaver left it to the successor.", null=True
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jots",
                        to="people.person",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="jots",
                        to="reflections.item",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jots",
                        to="towns.town",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["author", "status", "noticed_on"], name="jot_author_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("author", "key"), name="one_jot_a_key"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="jot_has_text"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reflections_jotevent" ("author_id", "changed_at", "created_at", "id", "item_id", "key", "kind", "left_out_month", "noticed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "released_at", "status", "town_id", "written_at") VALUES (NEW."author_id", NEW."changed_at", NEW."created_at", NEW."id", NEW."item_id", NEW."key", NEW."kind", NEW."left_out_month", NEW."noticed_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_at", NEW."released_at", NEW."status", NEW."town_id", NEW."written_at"); RETURN NULL;',
                            hash="1c071e317b31c260b87a59792695d26c4fdf5e34",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_15d39",
                            table="reflections_jot",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."item_id" IS DISTINCT FROM (NEW."item_id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."left_out_month" IS DISTINCT FROM (NEW."left_out_month") OR OLD."noticed_on" IS DISTINCT FROM (NEW."noticed_on") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."released_at" IS DISTINCT FROM (NEW."released_at") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."town_id" IS DISTINCT FROM (NEW."town_id") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at"))',
                            func='INSERT INTO "reflections_jotevent" ("author_id", "changed_at", "created_at", "id", "item_id", "key", "kind", "left_out_month", "noticed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "released_at", "status", "town_id", "written_at") VALUES (NEW."author_id", NEW."changed_at", NEW."created_at", NEW."id", NEW."item_id", NEW."key", NEW."kind", NEW."left_out_month", NEW."noticed_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_at", NEW."released_at", NEW."status", NEW."town_id", NEW."written_at"); RETURN NULL;',
                            hash="adc07e3b60c9ce4749e8cb659b9d779d6aa0978a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2ff9f",
                            table="reflections_jot",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reflections_jotevent" ("author_id", "changed_at", "created_at", "id", "item_id", "key", "kind", "left_out_month", "noticed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "released_at", "status", "town_id", "written_at") VALUES (OLD."author_id", OLD."changed_at", OLD."created_at", OLD."id", OLD."item_id", OLD."key", OLD."kind", OLD."left_out_month", OLD."noticed_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."received_at", OLD."released_at", OLD."status", OLD."town_id", OLD."written_at"); RETURN NULL;',
                            hash="1075cd7b20b809d4d5077a7ff06c07d8b9da41cb",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c6554",
                            table="reflections_jot",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
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
                (
                    "on_behalf_of",
                    models.CharField(blank=True, help_text="A group that asks.", max_length=200),
                ),
                ("text", models.TextField(max_length=2000)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="reflections.item",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="question_has_text"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reflections_questionevent" ("asked_at", "asked_by_id", "changed_at", "created_at", "id", "item_id", "key", "on_behalf_of", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."changed_at", NEW."created_at", NEW."id", NEW."item_id", NEW."key", NEW."on_behalf_of", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;',
                            hash="a2c9d851aee771e986fa2eed8ab5bccb25d0aacc",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c0a7a",
                            table="reflections_question",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "reflections_questionevent" ("asked_at", "asked_by_id", "changed_at", "created_at", "id", "item_id", "key", "on_behalf_of", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."changed_at", NEW."created_at", NEW."id", NEW."item_id", NEW."key", NEW."on_behalf_of", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;',
                            hash="f796ce489604f3058e3d45414e5ad40e1a82ffec",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_027a6",
                            table="reflections_question",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reflections_questionevent" ("asked_at", "asked_by_id", "changed_at", "created_at", "id", "item_id", "key", "on_behalf_of", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."asked_at", OLD."asked_by_id", OLD."changed_at", OLD."created_at", OLD."id", OLD."item_id", OLD."key", OLD."on_behalf_of", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;',
                            hash="110cd34e382d4c6b6791a9863a28453e5578dab1",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8b5b9",
                            table="reflections_question",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportVersionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField()),
                ("nothing_to_report", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("items", models.JSONField(default=list)),
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
                        to="reflections.reportversion",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reflections.report",
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
                            hash="66e1da90b48682ad4a8efcde22994c7bde7192d5",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_40bc9",
                            table="reflections_reportversionevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GuardAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("rule", models.CharField(max_length=20)),
                ("fragment_digest", models.CharField(max_length=64)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("not_a_person", "This is not about a resident"),
                            ("team_only", "Keep it for the Programme Team only"),
                        ],
                        max_length=20,
                    ),
                ),
                ("answered_at", models.DateTimeField()),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guard_answers",
                        to="reflections.item",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "rule", "fragment_digest"), name="one_answer_a_finding"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JotEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("connection", "New connection"),
                            ("challenge", "Challenge"),
                            ("learning", "Powerful learning moment"),
                        ],
                        help_text="Empty: not sorted.",
                        max_length=12,
                    ),
                ),
                (
                    "noticed_on",
                    models.DateField(help_text="The day it was written; its month takes it."),
                ),
                (
                    "written_at",
                    models.DateTimeField(
                        help_text="When the phone says it was written; a hint, no more.", null=True
                    ),
                ),
                ("received_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("used", "Used in a report"),
                            ("discarded", "Thrown away"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "left_out_month",
                    models.DateField(
                        help_text="The month whose report it was left out of; it may be put back in.",
                        null=True,
                    ),
                ),
                (
                    "released_at",
                    models.DateTimeField(
                        help_text="When a leaver left it to the successor.", null=True
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
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
                        to="reflections.jot",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.town",
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
                            hash="11883163a25a00efea4a01d431b22a98014e2db0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_9b0a7",
                            table="reflections_jotevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("asked_at", models.DateTimeField()),
                (
                    "on_behalf_of",
                    models.CharField(blank=True, help_text="A group that asks.", max_length=200),
                ),
                ("text", models.TextField(max_length=2000)),
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
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reflections.item",
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
                        to="reflections.question",
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
                            hash="70615c2c1b55c42b707d131f60cafecda5af55ae",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_047fd",
                            table="reflections_questionevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
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
                ("at", models.DateTimeField()),
                ("text", models.TextField(max_length=2000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="reflections.question",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "replies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="reply_has_text"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reflections_replyevent" ("at", "by_id", "changed_at", "created_at", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "text") VALUES (NEW."at", NEW."by_id", NEW."changed_at", NEW."created_at", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question_id", NEW."text"); RETURN NULL;',
                            hash="eba193179c304854abf4d60e588883bc3074dae8",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_84413",
                            table="reflections_reply",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "reflections_replyevent" ("at", "by_id", "changed_at", "created_at", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "text") VALUES (NEW."at", NEW."by_id", NEW."changed_at", NEW."created_at", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question_id", NEW."text"); RETURN NULL;',
                            hash="23afa0b564ff9737f768dc82140af56b0b058677",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_66055",
                            table="reflections_reply",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "reflections_replyevent" ("at", "by_id", "changed_at", "created_at", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "text") VALUES (OLD."at", OLD."by_id", OLD."changed_at", OLD."created_at", OLD."id", OLD."key", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."question_id", OLD."text"); RETURN NULL;',
                            hash="faaecab0fba3055ff5cfc8733e332a30a6fb8d78",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_80431",
                            table="reflections_reply",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("at", models.DateTimeField()),
                ("text", models.TextField(max_length=2000)),
                (
                    "by",
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
                        to="reflections.reply",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reflections.question",
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
                            hash="bd95c4c45410be55282ea0a8a4addbbac3a671c0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b139a",
                            table="reflections_replyevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        kit.triggers.InstallTriggers(),
    ]
