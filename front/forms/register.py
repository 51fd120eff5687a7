"""What the office may send of the register of organisations: a table, and that it is to be kept."""

from django import forms

from front.forms.posts import OfficeForm
from front.forms.tables import TableForm
from kit.uploads import UploadField
from people.register_files import LARGEST

LARGEST_UPLOAD = 4_000_000  # bytes that arrive; the reading says how few of them it takes


class RegisterFileForm(TableForm):
    """Organisations as a file."""

    file = UploadField(
        most=LARGEST_UPLOAD,
        label="File",
        help_text="A CSV file, as any spreadsheet saves it.",
        allow_empty_file=True,
        error_messages={"required": "Choose a file."},
    )

    def content(self) -> bytes:
        """What was sent, cut one byte after the most that is read."""
        return self.start_of_file(LARGEST + 1)


class ConfirmRegisterForm(OfficeForm):
    """The table of the preview, sent back to be kept, with the mark of what was shown."""

    table = forms.CharField(widget=forms.HiddenInput, max_length=2 * LARGEST, strip=False)
    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)
