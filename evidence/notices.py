"""How the notices of this room are named. Pure."""

ENDING = "evidence/consent_ends"
WITHDRAWN = "evidence/consent_withdrawn"
TAKEN_BACK = "withdrawn"  # the one occasion of the second
