"""`python -m bench`: pages, letters, a digest, the library's searches and the map, in one run."""

import argparse
import sys

from bench.run import run, run_digests, run_letters, run_library, run_map
from local.errors import Stopped

PARTS = ("letters", "digests", "library", "map", "pages")


def main() -> int:
    """Measure and print; 1 if anything is over its must, 2 if nothing could be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--large", action="store_true", help="measure with 70,000 towns as well")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of all pages (5)")
    parser.add_argument(
        "--cpu", type=float, default=0.5, help="seconds of CPU of a page in a round (0.5)"
    )
    parser.add_argument("--letters", type=int, default=10_000, help="letters to send (10,000)")
    parser.add_argument(
        "--recipients", type=int, default=50_000, help="readers of a digest (50,000; 0 for none)"
    )
    parser.add_argument(
        "--items", type=int, default=1_000_000, help="items to search (1,000,000; 0 for none)"
    )
    parser.add_argument(
        "--ties", type=int, default=60_000, help="ties on the map (60,000; 0 for none)"
    )
    parser.add_argument(
        "--only", choices=PARTS, action="append", help="measure this part; may be repeated"
    )
    asked = parser.parse_args()
    try:
        is_within = all(_parts(asked))
    except Stopped as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 2
    return 0 if is_within else 1


def _parts(asked: argparse.Namespace) -> list[bool]:
    """Measure what was asked for; whether each part keeps to its musts."""
    wanted = asked.only or PARTS
    found = []
    if "letters" in wanted:
        found.append(run_letters(asked.letters))
    if "digests" in wanted and asked.recipients:
        found.append(run_digests(asked.recipients))
    if "library" in wanted and asked.items:
        found.append(run_library(asked.items))
    if "map" in wanted and asked.ties:
        found.append(run_map(asked.ties, rounds=asked.rounds, cpu_seconds=asked.cpu))
    if "pages" in wanted:
        found.append(run(large=asked.large, rounds=asked.rounds, cpu_seconds=asked.cpu))
    return found


if __name__ == "__main__":
    sys.exit(main())
