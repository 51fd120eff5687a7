"""Names are compared by their likeness, whatever their accents."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0002_invitation_not_sent")]

    operations = [TrigramExtension(), UnaccentExtension()]
