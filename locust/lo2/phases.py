"""The phases of a scenario: normal traffic, the fault, normal traffic again.

LO2_PHASES says how long each is, in ns: `baseline:4000000000,fault:4000000000,recovery:2000000000`. They follow one
another from the start of the load; the last one goes on until its end. Without it there are none, and the fault is
always on.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from locust.event import Events

FAULT = "fault"


class Beginning(NamedTuple):
    """A phase and when it begins, ns since the UTC epoch."""

    phase: str
    nanos: int


class Phases:
    """Tell which phase a moment is in, once the load has begun."""

    def __init__(self, text: str | None) -> None:
        """Read what LO2_PHASES says, None for no phases."""
        self._lengths: list[tuple[str, int]] = []
        for item in text.split(",") if text else ():
            phase, _, nanos = item.partition(":")
            if not phase or not nanos.isdecimal():
                raise ValueError(f"LO2_PHASES is '{text}', expected names with their lengths in ns, such as fault:4000")
            self._lengths.append((phase, int(nanos)))
        self.beginnings: list[Beginning] = []

    def install(self, events: Events) -> None:
        """Begin with the test, unless somebody began them before."""
        events.test_start.add_listener(self._begin)

    def begin(self, nanos: int) -> None:
        """Let the first phase begin at a moment, ns since the UTC epoch."""
        for phase, length in self._lengths:
            self.beginnings.append(Beginning(phase, nanos))
            nanos += length

    def at(self, nanos: int) -> str | None:
        """Return the name of the phase that a moment is in, None where there are no phases."""
        found = None
        for phase, begin in self.beginnings:
            if begin > nanos and found:
                break
            found = phase
        return found

    def is_fault(self, nanos: int) -> bool:
        """Tell whether faulty requests may be sent at a moment."""
        return self.at(nanos) in {None, FAULT}

    def _begin(self, **_: Any) -> None:
        if not self.beginnings:
            self.begin(time.time_ns())
