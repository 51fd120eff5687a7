"""Tables that the office sends as files: every row that cannot be kept is named."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.core.files.uploadedfile import UploadedFile

from front.forms.posts import OfficeForm

MOST_FAULTS = 20


class _Fault(Protocol):
    """What cannot be kept, as a sentence; row 0 is the file as a whole."""

    @property
    def number(self) -> int: ...


class TableForm(OfficeForm):
    """A form of which the field `file` takes a table."""

    def refuse(self, faults: Sequence[_Fault]) -> None:
        """Names every row that cannot be kept, the first ones if they are very many."""
        in_rows = [fault for fault in faults if fault.number]
        for fault in in_rows[:MOST_FAULTS]:
            self.add_error(None, str(fault))
        if len(in_rows) > MOST_FAULTS:
            self.add_error(None, f"Rows with faults beside these: {len(in_rows) - MOST_FAULTS:,}.")
        if in_rows:
            self.add_error(
                "file", "Nothing has been kept. Correct the rows in the file, then choose it again."
            )
        for fault in faults:
            if not fault.number:
                self.add_error("file", str(fault))

    def start_of_file(self, most: int) -> bytes:
        """What was sent, cut after so many bytes."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        return file.read(most) if file.size else b""
