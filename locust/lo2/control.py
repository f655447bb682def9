"""Let another process start the load to the point, over standard input and output.

With LO2_CONTROL=stdio Locust starts, imports everything and prints `lo2 armed`. A line on standard input starts the
load (`--run-time` counts from there) and is answered by `lo2 started <ns>`; the first phase, if there are any, begins
then. A second line ends the load before its time. Each phase is told when it begins, `lo2 phase fault <ns>`. Four times
a second it prints `lo2 running <ns>`: what happened until then was in the load. When no more requests are sent, for
whatever reason, it prints `lo2 ending <ns>`; when the last one is finished and the ground truth is closed, `lo2 ended
<ns>`. Times are ns since the UTC epoch. End of file on standard input
ends the load and the process at once: whoever controls it is gone.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any

import gevent
from gevent.event import Event
from gevent.select import select

if TYPE_CHECKING:
    from locust.env import Environment
    from locust.event import Events

    from lo2.ground_truth import GroundTruth
    from lo2.phases import Phases


RUNNING_SECONDS = 0.25


class StdioControl:
    """Wait for the go before the load and tell when it started and ended."""

    def __init__(self, ground_truth: GroundTruth, phases: Phases) -> None:
        """Close `ground_truth` before the end is told; let `phases` begin with the load."""
        self._ground_truth = ground_truth
        self._phases = phases
        self._go = Event()
        self._ending = False
        self._stopping = False
        self._ended = False

    def install(self, events: Events) -> None:
        """Listen to Locust's events; after the ground truth, whose file must be open when the load starts."""
        events.init.add_listener(self._arm)
        events.test_stopping.add_listener(self._begin_end)
        events.test_stop.add_listener(self._end)

    def _arm(self, environment: Environment, **_: Any) -> None:
        self._environment = environment
        # Locust spawns users and counts the run time only after all init listeners have returned.
        gevent.spawn(self._watch)
        _say("armed")
        self._go.wait()
        started = time.time_ns()
        self._phases.begin(started)
        _say(f"started {started}")
        gevent.spawn(self._tell_phases)
        gevent.spawn(self._tell)

    def _tell_phases(self) -> None:
        for phase, begin in self._phases.beginnings:
            gevent.sleep(max(0, begin - time.time_ns()) / 1e9)
            if self._stopping:
                return
            _say(f"phase {phase} {begin}")

    def _tell(self) -> None:
        while not self._stopping:
            _say(f"running {time.time_ns()}")
            gevent.sleep(RUNNING_SECONDS)

    def _begin_end(self, **_: Any) -> None:
        if not self._ending:  # a signal and the end of the run time may both end it
            self._ending = True
            _say(f"ending {time.time_ns()}")

    def _end(self, **_: Any) -> None:
        if self._ended:
            return
        self._stopping = True  # nothing is said to be running beyond the end
        ended = time.time_ns()
        self._ground_truth.close()
        _say(f"ended {ended}")
        self._ended = True

    def _watch(self) -> None:
        stdin = sys.stdin.fileno()
        while True:
            select([stdin], [], [])
            received = os.read(stdin, 4096)
            if not received:
                break
            for _ in range(received.count(b"\n")):
                if self._go.is_set():
                    gevent.spawn(self._environment.runner.quit)
                else:
                    self._go.set()
        if not self._ended:
            self._ground_truth.close()
            # Nothing that Locust does on the way out is of use to anyone; sys.exit would wait for running requests.
            os._exit(1)


def control(ground_truth: GroundTruth, phases: Phases) -> StdioControl | None:
    """Return what LO2_CONTROL asks for, None when it is not set."""
    wanted = os.environ.get("LO2_CONTROL")
    if not wanted:
        return None
    if wanted != "stdio":
        raise ValueError(f"LO2_CONTROL is '{wanted}', expected 'stdio'; set that, or unset it to run Locust as usual")
    return StdioControl(ground_truth, phases)


def _say(message: str) -> None:
    print(f"lo2 {message}", flush=True)
