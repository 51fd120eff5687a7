"""Pictures are taken of the same portal, in the same windows, as journeys are made in."""

from tests.journeys.conftest import browser_type_launch_args, portal, signed_in, window

__all__ = ["browser_type_launch_args", "portal", "signed_in", "window"]
