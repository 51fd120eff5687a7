#!/usr/bin/env python
"""Runs Django's commands for the portal."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cohort_portal.settings")
    execute_from_command_line(sys.argv)
