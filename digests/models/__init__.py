"""The quarterly digest: what is gathered and edited, what was frozen of it, and who has read it."""

from digests.models.digests import Digest
from digests.models.editions import Correction, Edition, EditionPart, Telling
from digests.models.passages import Passage, Section
from digests.models.readers import AskBack, ReadMark

__all__ = [
    "AskBack",
    "Correction",
    "Digest",
    "Edition",
    "EditionPart",
    "Passage",
    "ReadMark",
    "Section",
    "Telling",
]
