"""When requests are due, where the load has a rate.

LO2_RATE is in requests per second over all users; without it a user sends its next request when it has the answer to
the last one. LO2_ARRIVAL is `poisson` or `constant`: how a user's requests follow one another.

Times when a request is due are absolute, so nothing drifts. A user that is late, because it still waits for an answer,
sends at once, and the request keeps the time when it was due.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

NANOS = 1e9


class Pace:
    """The stream of times when a user's requests are due."""

    def __init__(self, gap_seconds: float, arrival: str, random: Random) -> None:
        """Draw from `random`; there are `gap_seconds` between two requests in the mean."""
        self._gap = gap_seconds * NANOS
        self._poisson = arrival == "poisson"
        self._random = random
        self._due = 0.0
        self._start: int | None = None

    def next(self, now: int) -> int:
        """Return when the next request is due, ns since the UTC epoch; the stream begins with the first call."""
        first = self._start is None
        if self._start is None:
            self._start = now
        if self._poisson:
            self._due += self._random.expovariate(1 / self._gap)
        else:
            self._due += self._gap * self._random.random() if first else self._gap
        return self._start + int(self._due)


def pace(users: int, random: Random) -> Pace | None:
    """Return the pace of one of so many users, None without LO2_RATE."""
    rate = os.environ.get("LO2_RATE")
    return Pace(users / float(rate), os.environ.get("LO2_ARRIVAL", "poisson"), random) if rate else None
