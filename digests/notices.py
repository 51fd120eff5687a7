"""How the notices of this room are named. Pure."""

TO_CHECK = "digests/section_to_check"
REMARKED = "digests/section_remarked"
EDITION = "digests/edition"
CORRECTED = "digests/corrected"
WITHDRAWN = "digests/withdrawn"
