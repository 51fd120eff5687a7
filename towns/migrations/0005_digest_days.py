"""When a quarter's digest is frozen, and how long towns have to check their sections of it.

Safe on a running portal: PostgreSQL keeps the defaults, so that code of before goes on writing rows.
"""

import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("towns", "0004_school_breaks"),
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
            name="digest_check_working_days",
            field=models.PositiveSmallIntegerField(
                db_default=3,
                default=3,
                help_text="So many working days a town has to check its section of a digest.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(10),
                ],
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="digest_freeze_working_day",
            field=models.PositiveSmallIntegerField(
                db_default=15,
                default=15,
                help_text="A quarter's digest is frozen on this working day after the quarter's end.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(30),
                ],
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="digest_check_working_days",
            field=models.PositiveSmallIntegerField(
                db_default=3,
                default=3,
                help_text="So many working days a town has to check its section of a digest.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(10),
                ],
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="digest_freeze_working_day",
            field=models.PositiveSmallIntegerField(
                db_default=15,
                default=15,
                help_text="A quarter's digest is frozen on this working day after the quarter's end.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(30),
                ],
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "towns_programmeevent" ("changed_at", "created_at", "digest_check_working_days", "digest_freeze_working_day", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_until", "report_due_working_day", "report_grace_until", "report_late_first", "report_late_second", "report_review_day", "report_soon_working_days", "safeguarding_note", "slug", "starts_on") VALUES (NEW."changed_at", NEW."created_at", NEW."digest_check_working_days", NEW."digest_freeze_working_day", NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."quiet_from", NEW."quiet_until", NEW."report_due_working_day", NEW."report_grace_until", NEW."report_late_first", NEW."report_late_second", NEW."report_review_day", NEW."report_soon_working_days", NEW."safeguarding_note", NEW."slug", NEW."starts_on"); RETURN NULL;',
                    hash="482fb7c66a0f29edc4dae4d28b0a92b05baf809a",
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
                    func='INSERT INTO "towns_programmeevent" ("changed_at", "created_at", "digest_check_working_days", "digest_freeze_working_day", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_until", "report_due_working_day", "report_grace_until", "report_late_first", "report_late_second", "report_review_day", "report_soon_working_days", "safeguarding_note", "slug", "starts_on") VALUES (NEW."changed_at", NEW."created_at", NEW."digest_check_working_days", NEW."digest_freeze_working_day", NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quiet_from", NEW."quiet_until", NEW."report_due_working_day", NEW."report_grace_until", NEW."report_late_first", NEW."report_late_second", NEW."report_review_day", NEW."report_soon_working_days", NEW."safeguarding_note", NEW."slug", NEW."starts_on"); RETURN NULL;',
                    hash="7f518e9cd92349fe411675d0988a9c52ad750bf2",
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
                    func='INSERT INTO "towns_programmeevent" ("changed_at", "created_at", "digest_check_working_days", "digest_freeze_working_day", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_until", "report_due_working_day", "report_grace_until", "report_late_first", "report_late_second", "report_review_day", "report_soon_working_days", "safeguarding_note", "slug", "starts_on") VALUES (OLD."changed_at", OLD."created_at", OLD."digest_check_working_days", OLD."digest_freeze_working_day", OLD."ends_on", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."quiet_from", OLD."quiet_until", OLD."report_due_working_day", OLD."report_grace_until", OLD."report_late_first", OLD."report_late_second", OLD."report_review_day", OLD."report_soon_working_days", OLD."safeguarding_note", OLD."slug", OLD."starts_on"); RETURN NULL;',
                    hash="47f0bddcdefff9f892f8bae4b075b0897acd1f2a",
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
                    ("digest_check_working_days__range", (1, 10)),
                    ("digest_freeze_working_day__range", (1, 30)),
                ),
                name="programme_digest_within_the_quarter",
            ),
        ),
    ]
