import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cohort_sessions", "0002_kinds"),
        ("people", "0002_invitation_not_sent"),
        ("people", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("reflections", "0002_jot_details"),
        ("towns", "0003_reminders"),
    ]

    operations = [
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
            },
        ),
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
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="cohortsession",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="cohortsession",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="cohortsession",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="cohortsession",
            name="not_needed",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("notes", "Notes"),
                        ("attendance", "Attendance"),
                        ("actions", "Actions"),
                    ],
                    max_length=10,
                ),
                blank=True,
                db_default=[],
                default=list,
                help_text="The parts of which a person has said that there are none.",
            ),
        ),
        migrations.AddField(
            model_name="cohortsession",
            name="recording",
            field=models.CharField(
                choices=[("unknown", "Not known yet"), ("yes", "Recorded"), ("no", "Not recorded")],
                db_default="unknown",
                default="unknown",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="cohortsession",
            name="recording_link",
            field=models.URLField(blank=True, db_default="", max_length=500),
        ),
        migrations.AddField(
            model_name="cohortsession",
            name="recording_until",
            field=models.DateField(blank=True, help_text="Its last day.", null=True),
        ),
        migrations.AddField(
            model_name="cohortsessionevent",
            name="not_needed",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("notes", "Notes"),
                        ("attendance", "Attendance"),
                        ("actions", "Actions"),
                    ],
                    max_length=10,
                ),
                blank=True,
                db_default=[],
                default=list,
                help_text="The parts of which a person has said that there are none.",
            ),
        ),
        migrations.AddField(
            model_name="cohortsessionevent",
            name="recording",
            field=models.CharField(
                choices=[("unknown", "Not known yet"), ("yes", "Recorded"), ("no", "Not recorded")],
                db_default="unknown",
                default="unknown",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="cohortsessionevent",
            name="recording_link",
            field=models.URLField(blank=True, db_default="", max_length=500),
        ),
        migrations.AddField(
            model_name="cohortsessionevent",
            name="recording_until",
            field=models.DateField(blank=True, help_text="Its last day.", null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohortsession",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohortsession",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="cohortsession",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        migrations.AddConstraint(
            model_name="cohortsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recording", "yes"),
                    models.Q(("recording_link", ""), ("recording_until", None)),
                    _connector="OR",
                ),
                name="session_keeps_a_recording_that_was_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="cohortsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    models.Q(("recording", "unknown"), _negated=True),
                    _connector="OR",
                ),
                name="session_closes_knowing_of_its_recording",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="action",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="action",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="action",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e5c8b8a9555a52c7f56b17c92354f9bbb61da90a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_978f8",
                    table="cohort_sessions_actionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendanceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cd302f960b8279c89dc680e7289dbcd1dde5e49c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f6d4e",
                    table="cohort_sessions_attendanceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarfeed",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarfeed",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarfeed",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarfeedevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="265f51777d1fa5643e4da025df74168e3dc12ff8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0d8a7",
                    table="cohort_sessions_calendarfeedevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3455f3e4286e964269a83ac193d4da5784e56702",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e468c",
                    table="cohort_sessions_invitationevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="note",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="note",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="note",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noteevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f19670dc1ca948d934210c118e39ea91516952fe",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c9765",
                    table="cohort_sessions_noteevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
