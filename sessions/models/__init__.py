"""The cohort's gatherings: their kinds, how they recur, and each of them."""

from sessions.models.gatherings import CohortSession, Contribution, Invited
from sessions.models.series import Kind, Series

__all__ = ["CohortSession", "Contribution", "Invited", "Kind", "Series"]
