"""How files arrive: by a form, onto the disk piece by piece, and never more than the page takes.

A view says by `takes_files` how much. What is larger, or does not fit on the disk, is read to its
end without being kept, so that the person sees the page again, with a sentence beside the field.
"""

import logging
from collections.abc import Callable
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files import File
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from kit.file_names import clean_name
from kit.kept_files import incoming_folder
from kit.words import megabytes

# How much of a form is read to its end for the sake of a sentence; beyond, the line is cut.
READ_OF_ANY_FORM = 4 * 1024 * 1024
READ_OF_FILES = 3  # times what the page takes
NO_ROOM = (
    "The file could not be kept, and nothing of it was: there is no room just now. Try again later."
)
NOT_HERE = "This page takes no files from you."

logger = logging.getLogger(__name__)


def takes_files[View: Callable[..., Any]](most: int) -> Callable[[View], View]:
    """A view whose form brings a file of at most so many bytes. All the others take none."""

    def told(view: View) -> View:
        view.takes_files = most  # type: ignore[attr-defined]
        return view

    return told


class ArrivingFile(TemporaryUploadedFile):
    """Lies where it will be kept, under a name that the sender had no part in; else it is gone."""

    def __init__(self, name: str, content_type: str | None) -> None:
        file = NamedTemporaryFile(dir=incoming_folder(), prefix="")  # noqa: SIM115 -- closed with the request
        UploadedFile.__init__(self, file, name, content_type, 0)


class RefusedFile(UploadedFile):  # type: ignore[type-arg] # Django has no parameter here
    """Stands in the place of a file of which nothing was kept, and says why."""

    def __init__(self, *, name: str, size: int, why: str) -> None:
        super().__init__(name=name, size=size)
        self.why = why


class BoundedUploadHandler(FileUploadHandler):
    """Writes one file after the other into the folder of what arrives, each within its bounds."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ANN401, ARG002 -- Django's signature
        META: dict[str, str],  # noqa: ARG002, N803 -- Django's signature
        content_length: int,
        boundary: Any,  # noqa: ANN401, ARG002 -- Django's signature
        encoding: str | None = None,  # noqa: ARG002 -- Django's signature
    ) -> None:
        """Refuse at once, unread, what is far more than the page takes."""
        self.most = _most_of(self.request)
        if content_length > max(READ_OF_ANY_FORM, READ_OF_FILES * self.most):
            raise RequestDataTooBig("Much more was sent than the page takes.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django
        """Begin a file on the disk."""
        super().new_file(*args, **kwargs)
        self.name = clean_name(self.file_name or "")
        self.why = "" if self.most else NOT_HERE
        self.kept: ArrivingFile | None = None
        if not self.why:
            try:
                self.kept = ArrivingFile(self.name, self.content_type)
            except OSError as fault:
                self._give_up(NO_ROOM, fault)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write on, unless it has become too much; then go on reading without writing."""
        if self.kept is None:
            return
        if start + len(raw_data) > self.most:
            self._give_up("")
            return
        try:
            self.kept.write(raw_data)
        except OSError as fault:
            self._give_up(NO_ROOM, fault)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """The file, or what says why there is none."""
        if self.kept is not None:
            try:
                self.kept.seek(0)  # what is buffered is written out
            except OSError as fault:
                self._give_up(NO_ROOM, fault)
        if self.kept is None:
            return RefusedFile(name=self.name, size=file_size, why=self.why)
        self.kept.size = file_size
        return self.kept

    def upload_interrupted(self) -> None:
        """Leave nothing of a file whose sender went away."""
        self._give_up("")

    def _give_up(self, why: str, fault: OSError | None = None) -> None:
        if fault is not None:
            logger.warning("A file could not be kept: %s %s", type(fault).__name__, fault.errno)
        kept, self.kept = self.kept, None
        self.why = self.why or why
        if kept is not None:
            try:
                kept.close()  # which deletes it
            except OSError:  # what is buffered is written once more, and refused again
                logger.info("A file that could not be kept was closed")


class UploadField(forms.FileField):
    """A file, refused in sentences. `most` is how many bytes it may have."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's field
        super().__init__(**kwargs)
        self.most = most
        self.error_messages |= {
            "required": "Choose a file.",
            "empty": "This file is empty. Choose another.",
            "missing": "Choose a file.",
            "invalid": "Choose a file.",
        } | kwargs.get("error_messages", {})

    def to_python(self, data: "File[Any] | None") -> "File[Any] | None":
        """The file as it lies on the disk."""
        if isinstance(data, RefusedFile) and data.why:
            raise ValidationError(data.why, code="refused")
        size = (data.size or 0) if data else 0
        if size > self.most:
            raise ValidationError(
                f"A file may have up to {megabytes(self.most)}; this one has {megabytes(size)}.",
                code="too_large",
            )
        return super().to_python(data)


def _most_of(request: Any) -> int:  # noqa: ANN401 -- Django types it as any request or none
    """How much the page takes of a file; nothing of who has not signed in."""
    match = getattr(request, "resolver_match", None)
    most: int = getattr(match.func, "takes_files", 0) if match else 0
    return most if most and request.user.is_authenticated else 0
