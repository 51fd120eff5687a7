"""When leads are reminded, and the hours in which nobody is written to.

Safe on a running portal: PostgreSQL keeps the defaults, so that code of before goes on writing rows.
"""

import datetime

import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("towns", "0002_outcomes"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="programme",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="programme",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="programme",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="programme",
            name="quiet_from",
            field=models.TimeField(
                db_default=datetime.time(18, 30),
                default=datetime.time(18, 30),
                help_text="From then on no routine letter leaves that day.",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="quiet_until",
            field=models.TimeField(
                db_default=datetime.time(8, 0),
                default=datetime.time(8, 0),
                help_text="Before this no routine letter leaves; working days only.",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="report_late_first",
            field=models.PositiveSmallIntegerField(
                db_default=2,
                default=2,
                help_text="So many working days after it was due comes the first letter that it is late.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(20),
                ],
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="report_late_second",
            field=models.PositiveSmallIntegerField(
                db_default=5,
                default=5,
                help_text="After so many comes the second and last; then a person asks, not a letter.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(20),
                ],
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="report_soon_working_days",
            field=models.PositiveSmallIntegerField(
                db_default=3,
                default=3,
                help_text="So many working days before a report is due, its lead is reminded.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(10),
                ],
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="quiet_from",
            field=models.TimeField(
                db_default=datetime.time(18, 30),
                default=datetime.time(18, 30),
                help_text="From then on no routine letter leaves that day.",
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="quiet_until",
            field=models.TimeField(
                db_default=datetime.time(8, 0),
                default=datetime.time(8, 0),
                help_text="Before this no routine letter leaves; working days only.",
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="report_late_first",
            field=models.PositiveSmallIntegerField(
                db_default=2,
                default=2,
                help_text="So many working days after it was due comes the first letter that it is late.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(20),
                ],
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="report_late_second",
            field=models.PositiveSmallIntegerField(
                db_default=5,
                default=5,
                help_text="After so many comes the second and last; then a person asks, not a letter.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(20),
                ],
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="report_soon_working_days",
            field=models.PositiveSmallIntegerField(
                db_default=3,
                default=3,
                help_text="So many working days before a report is due, its lead is reminded.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(10),
                ],
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "towns_programmeevent" ("changed_at", "created_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_until", "report_due_working_day", "report_grace_until", "report_late_first", "report_late_second", "report_review_day", "report_soon_working_days", "safeguarding_note", "slug", "starts_on") VALUES (NEW."changed_at", NEW."created_at", NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."quiet_from", NEW."quiet_until", NEW."report_due_working_day", NEW."report_grace_until", NEW."report_late_first", NEW."report_late_second", NEW."report_review_day", NEW."report_soon_working_days", NEW."safeguarding_note", NEW."slug", NEW."starts_on"); RETURN NULL;',
                    hash="b7c62ad53c4e333ca16dbcb82f753640d9a83df8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_27cb6",
                    table="towns_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "towns_programmeevent" ("changed_at", "created_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_until", "report_due_working_day", "report_grace_until", "report_late_first", "report_late_second", "report_review_day", "report_soon_working_days", "safeguarding_note", "slug", "starts_on") VALUES (NEW."changed_at", NEW."created_at", NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quiet_from", NEW."quiet_until", NEW."report_due_working_day", NEW."report_grace_until", NEW."report_late_first", NEW."report_late_second", NEW."report_review_day", NEW."report_soon_working_days", NEW."safeguarding_note", NEW."slug", NEW."starts_on"); RETURN NULL;',
                    hash="a5f3e155bb93ac475a31956c3ff0476daf62fcab",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_15178",
                    table="towns_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "towns_programmeevent" ("changed_at", "created_at", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_until", "report_due_working_day", "report_grace_until", "report_late_first", "report_late_second", "report_review_day", "report_soon_working_days", "safeguarding_note", "slug", "starts_on") VALUES (OLD."changed_at", OLD."created_at", OLD."ends_on", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."quiet_from", OLD."quiet_until", OLD."report_due_working_day", OLD."report_grace_until", OLD."report_late_first", OLD."report_late_second", OLD."report_review_day", OLD."report_soon_working_days", OLD."safeguarding_note", OLD."slug", OLD."starts_on"); RETURN NULL;',
                    hash="5043265984a82723361516196688e8b4f421bf2b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_06189",
                    table="towns_programme",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("report_late_first__range", (1, 20)),
                    ("report_late_second__gt", models.F("report_late_first")),
                    ("report_late_second__range", (1, 20)),
                    ("report_soon_working_days__range", (1, 10)),
                ),
                name="programme_reminders_in_their_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("quiet_from__gt", models.F("quiet_until"))),
                name="programme_day_is_not_all_quiet",
            ),
        ),
    ]
