"""What mail servers and providers report of letters.

Safe on a running portal: a new table, which nothing that runs yet asks for.
"""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "provider",
                    models.CharField(help_text='As Anymail calls it, or "mail".', max_length=20),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="Of what makes it the same report again.", max_length=64
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("delivered", "Delivered"),
                            ("delayed", "Not delivered yet"),
                            ("soft", "Came back, but not because of the address"),
                            ("hard", "Came back because of the address"),
                            ("complained", "Called unwanted by its reader"),
                            ("unsubscribed", "Unsubscribed at the provider"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "letter_key",
                    models.UUIDField(
                        help_text="The letter that it names, if it names one.", null=True
                    ),
                ),
                (
                    "message_id",
                    models.CharField(
                        blank=True, help_text="The provider's name of the letter.", max_length=200
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, help_text="In lower case.", max_length=254),
                ),
                (
                    "reply",
                    models.CharField(blank=True, help_text="The server's words.", max_length=500),
                ),
                ("received_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="outbox.letter",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["received_at", "id"],
                        name="report_unsettled",
                    ),
                    models.Index(fields=["received_at"], name="report_received_at"),
                    models.Index(fields=["email", "received_at"], name="report_email"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "digest"), name="reported_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", django.db.models.functions.text.Lower("email"))
                        ),
                        name="reported_address_in_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("letter_key__isnull", False),
                            models.Q(("email", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="report_of_a_letter_or_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("letter", None), ("settled_at__isnull", False), _connector="OR"
                        ),
                        name="report_joined_when_settled",
                    ),
                ],
            },
        ),
    ]
