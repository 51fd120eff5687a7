"""The letters of this room: the one with which a week begins, and word that one did not arrive."""
