"""The letters of this room: a section to check, and an edition published, corrected, withdrawn."""
