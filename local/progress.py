"""What is being done, and how long it took: a line for each step."""

import time


class Progress:
    """Prints `[2/6] Preparing the database … 3 s`, the seconds when the step is over."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.number = 0
        self.since = 0.0

    def step(self, name: str) -> None:
        """End the step before and begin the next."""
        self.end()
        self.number += 1
        self.since = time.monotonic()
        print(f"[{self.number}/{self.steps}] {name} … ", end="", flush=True)

    def end(self) -> None:
        """End the step that is under way, if one is."""
        if self.since:
            print(f"{time.monotonic() - self.since:.0f} s", flush=True)
            self.since = 0.0
