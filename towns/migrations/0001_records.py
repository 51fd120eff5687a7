"""The tables of `towns`, with their constraints and the triggers that keep their history."""

import datetime
import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import pgtrigger.compiler
from django.db import migrations, models

import kit.models
import kit.triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_records"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name="Council",
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
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_councilevent" ("changed_at", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug"); RETURN NULL;',
                            hash="fc0846ce6a79cafa68a9a2561a5faf4f4b6151b2",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2fd45",
                            table="towns_council",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "towns_councilevent" ("changed_at", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug"); RETURN NULL;',
                            hash="b75379c6596c22149ba91cb24fadcdc9b4cffdc5",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c7771",
                            table="towns_council",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_councilevent" ("changed_at", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (OLD."changed_at", OLD."created_at", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug"); RETURN NULL;',
                            hash="494795b3bbad1face05eba374b71886c59b21adb",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_4b3fe",
                            table="towns_council",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("theme", models.CharField(max_length=80)),
                (
                    "statement",
                    models.TextField(
                        blank=True, help_text="The full wording, if known.", max_length=2000
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="outcome_ends_after_it_starts",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_outcomeevent" ("changed_at", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "statement", "theme", "valid_from", "valid_until") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."slug", NEW."statement", NEW."theme", NEW."valid_from", NEW."valid_until"); RETURN NULL;',
                            hash="fa1794ecaf761da0f4d9e63ad546f1bcac4bf3e9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a18bb",
                            table="towns_outcome",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "towns_outcomeevent" ("changed_at", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "statement", "theme", "valid_from", "valid_until") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."slug", NEW."statement", NEW."theme", NEW."valid_from", NEW."valid_until"); RETURN NULL;',
                            hash="4c39ac27553fe50c35f1b3238d6ce423b4969a99",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c5de7",
                            table="towns_outcome",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_outcomeevent" ("changed_at", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "statement", "theme", "valid_from", "valid_until") VALUES (OLD."changed_at", OLD."created_at", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."slug", OLD."statement", OLD."theme", OLD."valid_from", OLD."valid_until"); RETURN NULL;',
                            hash="8d8817d32c680f57614b1573e248af008ffdf9e0",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_43bb5",
                            table="towns_outcome",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=200)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("starts_on", models.DateField()),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="The end date may move; it has before.", null=True
                    ),
                ),
                (
                    "report_due_working_day",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="A month's report is due at the end of this working day of the next month.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(15),
                        ],
                    ),
                ),
                (
                    "report_review_day",
                    models.PositiveSmallIntegerField(
                        default=25,
                        help_text="From this day, or the working day before, leads are invited to review.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                    ),
                ),
                (
                    "report_grace_until",
                    models.TimeField(
                        default=datetime.time(12, 0),
                        help_text="Received by this time on the day after it was due, it counts as on time.",
                    ),
                ),
                (
                    "safeguarding_note",
                    models.CharField(
                        default="If somebody may be at risk of harm, this is not the place to say so: use your council's adult or child protection route today.",
                        help_text="Stands on every report form.",
                        max_length=500,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="programme_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("report_due_working_day__range", (1, 15))),
                        name="programme_due_day_within_the_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("report_review_day__range", (1, 28))),
                        name="programme_review_day_in_every_month",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_programmeevent" ("changed_at", "created_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_due_working_day", "report_grace_until", "report_review_day", "safeguarding_note", "slug", "starts_on") VALUES (NEW."changed_at", NEW."created_at", NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."report_due_working_day", NEW."report_grace_until", NEW."report_review_day", NEW."safeguarding_note", NEW."slug", NEW."starts_on"); RETURN NULL;',
                            hash="1f7d6123cfda15db95910bacc330f140ce64d107",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_27cb6",
                            table="towns_programme",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "towns_programmeevent" ("changed_at", "created_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_due_working_day", "report_grace_until", "report_review_day", "safeguarding_note", "slug", "starts_on") VALUES (NEW."changed_at", NEW."created_at", NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."report_due_working_day", NEW."report_grace_until", NEW."report_review_day", NEW."safeguarding_note", NEW."slug", NEW."starts_on"); RETURN NULL;',
                            hash="ab794f71765da4b1da047959a6a13af378007ee3",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_15178",
                            table="towns_programme",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_programmeevent" ("changed_at", "created_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_due_working_day", "report_grace_until", "report_review_day", "safeguarding_note", "slug", "starts_on") VALUES (OLD."changed_at", OLD."created_at", OLD."ends_on", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."report_due_working_day", OLD."report_grace_until", OLD."report_review_day", OLD."safeguarding_note", OLD."slug", OLD."starts_on"); RETURN NULL;',
                            hash="dddad128f71d5b3693ee835dc73bbd138af1bcf3",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_06189",
                            table="towns_programme",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CouncilEvent",
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
                        to="towns.council",
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
                            hash="bd29bbcab0d2bae3a59d375790d8bb8917078245",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_74c46",
                            table="towns_councilevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("on", models.DateField()),
                ("name", models.CharField(max_length=120)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("default", "Scottish default"),
                            ("team", "Entered by the team"),
                            ("file", "From a file"),
                        ],
                        default="team",
                        max_length=10,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holidays",
                        to="towns.council",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "on"), name="one_holiday_a_council_a_day"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_holidayevent" ("changed_at", "council_id", "created_at", "id", "name", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."changed_at", NEW."council_id", NEW."created_at", NEW."id", NEW."name", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source"); RETURN NULL;',
                            hash="6ffed4a64648834f2741924b3d20e1b13c3569b5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7c851",
                            table="towns_holiday",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "towns_holidayevent" ("changed_at", "council_id", "created_at", "id", "name", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."changed_at", NEW."council_id", NEW."created_at", NEW."id", NEW."name", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source"); RETURN NULL;',
                            hash="92bf47bb4fa53e1db074e949653391b30a827392",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5ab6d",
                            table="towns_holiday",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_holidayevent" ("changed_at", "council_id", "created_at", "id", "name", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (OLD."changed_at", OLD."council_id", OLD."created_at", OLD."id", OLD."name", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source"); RETURN NULL;',
                            hash="27ad2082bb8020ac0e0c989bd61bb6b54af74f5d",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_4f0f3",
                            table="towns_holiday",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                ("theme", models.CharField(max_length=80)),
                (
                    "statement",
                    models.TextField(
                        blank=True, help_text="The full wording, if known.", max_length=2000
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
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
                        to="towns.outcome",
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
                            hash="ba789139aa148751682f84dca559528037a088de",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3aca0",
                            table="towns_outcomeevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=200)),
                ("slug", models.SlugField(db_index=False, max_length=60)),
                ("starts_on", models.DateField()),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="The end date may move; it has before.", null=True
                    ),
                ),
                (
                    "report_due_working_day",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="A month's report is due at the end of this working day of the next month.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(15),
                        ],
                    ),
                ),
                (
                    "report_review_day",
                    models.PositiveSmallIntegerField(
                        default=25,
                        help_text="From this day, or the working day before, leads are invited to review.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                    ),
                ),
                (
                    "report_grace_until",
                    models.TimeField(
                        default=datetime.time(12, 0),
                        help_text="Received by this time on the day after it was due, it counts as on time.",
                    ),
                ),
                (
                    "safeguarding_note",
                    models.CharField(
                        default="If somebody may be at risk of harm, this is not the place to say so: use your council's adult or child protection route today.",
                        help_text="Stands on every report form.",
                        max_length=500,
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
                        to="towns.programme",
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
                            hash="9db4c5782c601a4a1c09a984e37810fbb269b104",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e3708",
                            table="towns_programmeevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stages",
                        to="towns.programme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="stage_ends_after_it_starts",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_stageevent" ("changed_at", "created_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "starts_on") VALUES (NEW."changed_at", NEW."created_at", NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."starts_on"); RETURN NULL;',
                            hash="75063a64c81eb7af6935d73da685cfb164e96a90",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4d9e5",
                            table="towns_stage",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "towns_stageevent" ("changed_at", "created_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "starts_on") VALUES (NEW."changed_at", NEW."created_at", NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."starts_on"); RETURN NULL;',
                            hash="2b25bd6a9e12636f5b6f25a141decdfec529aa33",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_15c82",
                            table="towns_stage",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_stageevent" ("changed_at", "created_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "starts_on") VALUES (OLD."changed_at", OLD."created_at", OLD."ends_on", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."starts_on"); RETURN NULL;',
                            hash="8ce5fa67318fb957e79427dcfaa112ecee592c44",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_72ffd",
                            table="towns_stage",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Town",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(max_length=120, unique=True)),
                ("health_board", models.CharField(blank=True, max_length=120)),
                ("introduction", models.TextField(blank=True, max_length=2000)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="towns",
                        to="towns.council",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="towns",
                        to="towns.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_townevent" ("changed_at", "council_id", "created_at", "health_board", "id", "introduction", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "slug") VALUES (NEW."changed_at", NEW."council_id", NEW."created_at", NEW."health_board", NEW."id", NEW."introduction", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."slug"); RETURN NULL;',
                            hash="2d98e9110da78d752e170d0ae9390ca47e6bfba5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ac468",
                            table="towns_town",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "towns_townevent" ("changed_at", "council_id", "created_at", "health_board", "id", "introduction", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "slug") VALUES (NEW."changed_at", NEW."council_id", NEW."created_at", NEW."health_board", NEW."id", NEW."introduction", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."slug"); RETURN NULL;',
                            hash="12bd78131691fc692cf82dca405af13ecd0facc1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_14fc2",
                            table="towns_town",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_townevent" ("changed_at", "council_id", "created_at", "health_board", "id", "introduction", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "slug") VALUES (OLD."changed_at", OLD."council_id", OLD."created_at", OLD."health_board", OLD."id", OLD."introduction", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."slug"); RETURN NULL;',
                            hash="f00705c72e552c0516fbc19d13e1316e31c12d52",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_269ad",
                            table="towns_town",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=200)),
                ("slug", models.SlugField(max_length=200, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("steering", "Steering Group"),
                            ("programme", "Programme board"),
                            ("planning", "Planning group"),
                            ("national", "National leaders"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="towns.programme",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="towns.town",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "steering"), ("town__isnull", False)),
                            models.Q(models.Q(("kind", "steering"), _negated=True), ("town", None)),
                            _connector="OR",
                        ),
                        name="steering_groups_are_of_towns",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="group_ends_after_it_starts",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_groupevent" ("changed_at", "created_at", "ends_on", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "slug", "starts_on", "town_id") VALUES (NEW."changed_at", NEW."created_at", NEW."ends_on", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."slug", NEW."starts_on", NEW."town_id"); RETURN NULL;',
                            hash="0e6d3a9e2f62d8def6a4e5d0776daa793eb76613",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0646f",
                            table="towns_group",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "towns_groupevent" ("changed_at", "created_at", "ends_on", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "slug", "starts_on", "town_id") VALUES (NEW."changed_at", NEW."created_at", NEW."ends_on", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."slug", NEW."starts_on", NEW."town_id"); RETURN NULL;',
                            hash="42e3e7d34367e97a95ba87b1f841419e4cb424e9",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_16475",
                            table="towns_group",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_groupevent" ("changed_at", "created_at", "ends_on", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "slug", "starts_on", "town_id") VALUES (OLD."changed_at", OLD."created_at", OLD."ends_on", OLD."id", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."slug", OLD."starts_on", OLD."town_id"); RETURN NULL;',
                            hash="8bb249248dc5cafde10f79d87a45a751b1ff9f04",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_76e2e",
                            table="towns_group",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HolidayEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("on", models.DateField()),
                ("name", models.CharField(max_length=120)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("default", "Scottish default"),
                            ("team", "Entered by the team"),
                            ("file", "From a file"),
                        ],
                        default="team",
                        max_length=10,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.council",
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
                        to="towns.holiday",
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
                            hash="e43d0862f8e8e510b489d13396138818e13f7810",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_83f68",
                            table="towns_holidayevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StageEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
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
                        to="towns.stage",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.programme",
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
                            hash="069264b9e78549c4f91863f503622114f3cdf090",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c88be",
                            table="towns_stageevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TownEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(db_index=False, max_length=120)),
                ("health_board", models.CharField(blank=True, max_length=120)),
                ("introduction", models.TextField(blank=True, max_length=2000)),
                (
                    "council",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.council",
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
                        to="towns.town",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.programme",
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
                            hash="8aad9e762393e0730887207f573b982a3a64a6c5",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ab0d9",
                            table="towns_townevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TownStatus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("preparing", "Preparing"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("closed", "Closed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "town",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statuses",
                        to="towns.town",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "town statuses",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="town_status_ends_after_it_starts",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("town", "="),
                            (
                                kit.models.DateRange(
                                    models.F("starts_on"), models.F("ends_on"), models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="one_status_a_town_a_day",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_townstatusevent" ("changed_at", "created_at", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "status", "town_id") VALUES (NEW."changed_at", NEW."created_at", NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."status", NEW."town_id"); RETURN NULL;',
                            hash="11a7ea91de17c38b511db366a1f859dc1de95844",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e6e34",
                            table="towns_townstatus",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "towns_townstatusevent" ("changed_at", "created_at", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "status", "town_id") VALUES (NEW."changed_at", NEW."created_at", NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."status", NEW."town_id"); RETURN NULL;',
                            hash="0889eaa2167b298839e0f013c7c6f2c76c56b1a8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_869f6",
                            table="towns_townstatus",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_townstatusevent" ("changed_at", "created_at", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "status", "town_id") VALUES (OLD."changed_at", OLD."created_at", OLD."ends_on", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."status", OLD."town_id"); RETURN NULL;',
                            hash="f5ee5e30f3a57e685001e287f39f2e6772e53cd3",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_92e40",
                            table="towns_townstatus",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=200)),
                ("slug", models.SlugField(db_index=False, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("steering", "Steering Group"),
                            ("programme", "Programme board"),
                            ("planning", "Planning group"),
                            ("national", "National leaders"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
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
                        to="towns.group",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.programme",
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
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="22f13ed8124fb40391687be31f67cd168f060435",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_fdd3d",
                            table="towns_groupevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="towns.group",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("group", "organisation", "starts_on"), name="one_seat_a_beginning"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="seat_ends_after_it_starts",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_seatevent" ("changed_at", "created_at", "ends_on", "group_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."changed_at", NEW."created_at", NEW."ends_on", NEW."group_id", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on"); RETURN NULL;',
                            hash="c1bdc9d49b605ce2ce56541bf00fed4e275a81e9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_62ac0",
                            table="towns_seat",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "towns_seatevent" ("changed_at", "created_at", "ends_on", "group_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."changed_at", NEW."created_at", NEW."ends_on", NEW."group_id", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on"); RETURN NULL;',
                            hash="80cf376f1382fc448da0ed6745caedbffcab4f92",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9f0e0",
                            table="towns_seat",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_seatevent" ("changed_at", "created_at", "ends_on", "group_id", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (OLD."changed_at", OLD."created_at", OLD."ends_on", OLD."group_id", OLD."id", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on"); RETURN NULL;',
                            hash="c29ec8a2c77960d81f3b5ecd84a526b4c34c486d",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_4c6b6",
                            table="towns_seat",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TownStatusEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("preparing", "Preparing"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("closed", "Closed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
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
                        to="towns.townstatus",
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
                            hash="30647cf8003a520af1910f1fbbf718e88e87d18f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_7aebb",
                            table="towns_townstatusevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.group",
                    ),
                ),
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
                        to="towns.seat",
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
                            hash="b0bc6a8f06cf0094cab815084b7e9f74169abade",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d1283",
                            table="towns_seatevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tenure",
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
                    "role",
                    models.CharField(
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
                    "capacity",
                    models.CharField(
                        choices=[("member", "Member"), ("chair", "Chair"), ("deputy", "Deputy")],
                        default="member",
                        max_length=10,
                    ),
                ),
                ("starts_on", models.DateField()),
                (
                    "ends_on",
                    models.DateField(blank=True, help_text="The last day in post.", null=True),
                ),
                (
                    "covering",
                    models.BooleanField(
                        default=False, help_text="Stands in for an absent holder or an empty post."
                    ),
                ),
                (
                    "handover_until",
                    models.DateField(
                        blank=True,
                        help_text="The last day on which the one before is in post too.",
                        null=True,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenures",
                        to="towns.group",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenures",
                        to="people.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenures",
                        to="towns.programme",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenures",
                        to="towns.seat",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenures",
                        to="towns.town",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "role"], name="tenure_person_role"),
                    models.Index(fields=["town", "role", "starts_on"], name="tenure_town_role"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="tenure_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("group", None),
                                ("programme", None),
                                ("role__in", ("project_lead", "link_lead", "analyst")),
                                ("town__isnull", False),
                            ),
                            models.Q(
                                ("group__isnull", False),
                                ("programme", None),
                                ("role__in", ("steering", "planning", "national")),
                                ("town", None),
                            ),
                            models.Q(
                                ("group", None),
                                ("programme__isnull", False),
                                ("role__in", ("programme_team", "evaluator", "administrator")),
                                ("town", None),
                            ),
                            _connector="OR",
                        ),
                        name="tenure_in_the_place_of_its_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seat", None), ("group__isnull", False), _connector="OR"
                        ),
                        name="tenure_seat_is_of_a_group",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capacity", "member"), ("group__isnull", False), _connector="OR"
                        ),
                        name="tenure_chairs_and_deputies_are_of_groups",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handover_until", None),
                            models.Q(
                                models.Q(
                                    ("ends_on", None),
                                    ("ends_on__gte", models.F("handover_until")),
                                    _connector="OR",
                                ),
                                ("covering", False),
                                ("handover_until__gte", models.F("starts_on")),
                            ),
                            _connector="OR",
                        ),
                        name="tenure_handover_within_it",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("covering", False), ("role", "project_lead")),
                        expressions=[
                            ("town", "="),
                            (
                                kit.models.DateRange(
                                    django.db.models.functions.comparison.Coalesce(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("handover_until"), "+", models.Value(1)
                                        ),
                                        models.F("starts_on"),
                                    ),
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("ends_on"), "+", models.Value(1)
                                    ),
                                    models.Value("[)"),
                                ),
                                "&&",
                            ),
                        ],
                        name="one_project_lead_a_town_a_day",
                    ),
                    models.UniqueConstraint(
                        fields=("person", "role", "town", "group", "programme", "starts_on"),
                        name="one_tenure_a_beginning",
                        nulls_distinct=False,
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_tenureevent" ("capacity", "changed_at", "covering", "created_at", "ends_on", "group_id", "handover_until", "id", "key", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "role", "seat_id", "starts_on", "town_id") VALUES (NEW."capacity", NEW."changed_at", NEW."covering", NEW."created_at", NEW."ends_on", NEW."group_id", NEW."handover_until", NEW."id", NEW."key", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."role", NEW."seat_id", NEW."starts_on", NEW."town_id"); RETURN NULL;',
                            hash="c813bbdd37ae0aade769e416572645bc4b3e63f3",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_02ae8",
                            table="towns_tenure",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "towns_tenureevent" ("capacity", "changed_at", "covering", "created_at", "ends_on", "group_id", "handover_until", "id", "key", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "role", "seat_id", "starts_on", "town_id") VALUES (NEW."capacity", NEW."changed_at", NEW."covering", NEW."created_at", NEW."ends_on", NEW."group_id", NEW."handover_until", NEW."id", NEW."key", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."role", NEW."seat_id", NEW."starts_on", NEW."town_id"); RETURN NULL;',
                            hash="52df98918a4d2195affbae31caa18a1fb9a1e18f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b88fb",
                            table="towns_tenure",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_tenureevent" ("capacity", "changed_at", "covering", "created_at", "ends_on", "group_id", "handover_until", "id", "key", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "role", "seat_id", "starts_on", "town_id") VALUES (OLD."capacity", OLD."changed_at", OLD."covering", OLD."created_at", OLD."ends_on", OLD."group_id", OLD."handover_until", OLD."id", OLD."key", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."role", OLD."seat_id", OLD."starts_on", OLD."town_id"); RETURN NULL;',
                            hash="be73ab7a9408e06ca1c53d67fd02b6ff22a967b9",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_043e9",
                            table="towns_tenure",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("starts_on", models.DateField()),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="The last day away; open if unknown.", null=True
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covers",
                        to="towns.tenure",
                    ),
                ),
                (
                    "tenure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to="towns.tenure",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="absence_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cover", None),
                            models.Q(("cover", models.F("tenure")), _negated=True),
                            _connector="OR",
                        ),
                        name="absence_not_covered_by_itself",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("tenure", "="),
                            (
                                kit.models.DateRange(
                                    models.F("starts_on"), models.F("ends_on"), models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="absences_of_a_tenure_never_overlap",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_absenceevent" ("changed_at", "cover_id", "created_at", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "tenure_id") VALUES (NEW."changed_at", NEW."cover_id", NEW."created_at", NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."tenure_id"); RETURN NULL;',
                            hash="e7936937af89983d5ff2be769e020e77caa2a996",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_04224",
                            table="towns_absence",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "towns_absenceevent" ("changed_at", "cover_id", "created_at", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "tenure_id") VALUES (NEW."changed_at", NEW."cover_id", NEW."created_at", NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."tenure_id"); RETURN NULL;',
                            hash="6cfe0c43abd57011176f7952d18c632903f1f479",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6a2a8",
                            table="towns_absence",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "towns_absenceevent" ("changed_at", "cover_id", "created_at", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "tenure_id") VALUES (OLD."changed_at", OLD."cover_id", OLD."created_at", OLD."ends_on", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."tenure_id"); RETURN NULL;',
                            hash="7dbaa581b1da9c6d946f91186ee563fd899d36c9",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1e10a",
                            table="towns_absence",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TenureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "role",
                    models.CharField(
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
                    "capacity",
                    models.CharField(
                        choices=[("member", "Member"), ("chair", "Chair"), ("deputy", "Deputy")],
                        default="member",
                        max_length=10,
                    ),
                ),
                ("starts_on", models.DateField()),
                (
                    "ends_on",
                    models.DateField(blank=True, help_text="The last day in post.", null=True),
                ),
                (
                    "covering",
                    models.BooleanField(
                        default=False, help_text="Stands in for an absent holder or an empty post."
                    ),
                ),
                (
                    "handover_until",
                    models.DateField(
                        blank=True,
                        help_text="The last day on which the one before is in post too.",
                        null=True,
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
                        to="towns.tenure",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.programme",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.seat",
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
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1e22066a77f16b44f0aef25433e80545f3f8c538",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_9ac8e",
                            table="towns_tenureevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AbsenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("starts_on", models.DateField()),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="The last day away; open if unknown.", null=True
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
                        to="towns.absence",
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.tenure",
                    ),
                ),
                (
                    "tenure",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="towns.tenure",
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
                            hash="134c17cc6c6309b139579f93ad7e924cb2c8523f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_16949",
                            table="towns_absenceevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        kit.triggers.InstallTriggers(),
    ]
