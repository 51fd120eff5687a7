"""The letters of this room: their kinds, and what each says at the moment of sending."""
