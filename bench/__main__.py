"""`python -m bench`: the portal's main pages beside the floor, in one run of a few minutes."""

import argparse
import sys

from bench.run import run, run_letters
from local.errors import Stopped


def main() -> int:
    """Measure and print; 1 if a page is over its must, 2 if nothing could be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--large", action="store_true", help="measure with 70,000 towns as well")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of all pages (5)")
    parser.add_argument(
        "--cpu", type=float, default=0.5, help="seconds of CPU of a page in a round (0.5)"
    )
    parser.add_argument("--letters", type=int, default=10_000, help="letters to send (10,000)")
    parser.add_argument("--only-letters", action="store_true", help="measure no pages")
    asked = parser.parse_args()
    try:
        is_within = run_letters(asked.letters)
        if not asked.only_letters:
            pages = run(large=asked.large, rounds=asked.rounds, cpu_seconds=asked.cpu)
            is_within = pages and is_within
    except Stopped as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 2
    return 0 if is_within else 1


if __name__ == "__main__":
    sys.exit(main())
