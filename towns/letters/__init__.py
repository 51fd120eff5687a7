"""The letters of this room: a post that began, is handed over, or ends."""
