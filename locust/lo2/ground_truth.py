"""Write the ground truth: one JSON line for each request, whatever task sent it.

The file is named by the environment variable LO2_REQUESTS, nothing is written without it.
The members of a line, in this order:

  time, duration      start (ns since the UTC epoch) and duration (ns), by the same clock
  due                 when it was to be sent (ns since the UTC epoch); null without LO2_RATE
  scenario            the environment variable LO2_SCENARIO
  phase               the phase of the scenario that it was sent in; null without LO2_PHASES
  request_id          22 characters base64url, sent in the header that the system names
  trace_id, span_id   hexadecimal, sent as traceparent
  user, task, tag     who sent it: class and number, the task's function, the task's tag
  anomaly             true only for the faulty request of an error tag of the scenario
  background          true only for the faulty request of an error tag that is sent as part of normal traffic
  chosen              true only where LO2_HITS is to have it hit by a fault of the stack
  service_name        the OpenTelemetry service.name
  method, route       the path template is Locust's name of the request, too
  expected_status, expected_code
  status, code        0 when there was no answer; the code of an error, as the system says it
  bytes               length of the answer's body
  error               why it counts as a failure

What does not apply is null.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit

import gevent
from locust.contrib.fasthttp import FastHttpSession
from locust.exception import CatchResponseError
from locust.runners import LocalRunner

from lo2.expectation import Expectation, RunningTask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from locust.env import Environment
    from locust.event import Events

    from lo2.chance import Ids
    from lo2.hits import Hits
    from lo2.phases import Phases

FLUSH_SECONDS = 1.0
NO_IDS = (None, None, None)


def no_code(_: Any) -> str | None:
    """Return the error code of a system whose answers have none but their status."""
    return None


def json_code(*members: str) -> Callable[[Any], str | None]:
    """Return what reads the error code out of an error answer in JSON: the text at `members`, outermost first."""

    def code(response: Any) -> str | None:
        if response is None or (response.status_code or 0) < 400 or not response.content:
            return None
        try:
            value = json.loads(response.content)
        except ValueError:
            return None
        for member in members:
            value = value.get(member) if isinstance(value, dict) else None
        return value if isinstance(value, str) else None

    return code


@dataclass(frozen=True)
class System:
    """What the load must know of the system under test.

    services            OpenTelemetry service.name by port
    request_id_header   the header that carries a request's id into the services' log records; None: there is none, and
                        log records have the trace id, which `traceparent` carries in any case
    error_code          reads the code of an error out of an answer, None for a success
    """

    services: Mapping[int, str]
    request_id_header: str | None = None
    error_code: Callable[[Any], str | None] = no_code


@dataclass(slots=True)
class Exchange:
    """A request on its way: where to, its ids, who sends it, what it is expected to get, and its times (ns)."""

    system: System
    ids: Ids | None
    user: str | None = None
    task: RunningTask = field(default_factory=RunningTask)
    expectation: Expectation | None = None
    anomaly: bool = False
    background: bool = False
    chosen: bool = False
    due: int | None = None
    start: int = 0
    end: int = 0

    def headers(self) -> dict[str, str]:
        """Return the headers that carry the ids into the services' log records and spans."""
        if self.ids is None:
            return {}
        headers = {"traceparent": f"00-{self.ids.trace_id}-{self.ids.span_id}-01"}
        if self.system.request_id_header:
            headers[self.system.request_id_header] = self.ids.request_id
        return headers


class RecordedSession(FastHttpSession):
    """Send requests with their ids, stop their time, and report also those that raised."""

    hits: Hits | None = None
    phases: Phases | None = None

    def request(self, method: str, url: str, name: str | None = None, **options: Any) -> Any:  # type: ignore[override]
        """Send a request; `exchange` says what it is, by default one of the user's running task."""
        user: Any = self.user
        exchange = options.pop("exchange", None) or Exchange(
            user.system, user.chance.ids(), user.name, user.running_task
        )
        exchange.start = exchange.start or time.time_ns()
        self._choose(exchange, method, url, name or url)
        options["headers"] = {**(options.get("headers") or {}), **exchange.headers()}
        options["context"] = {**(options.get("context") or {}), "exchange": exchange}
        try:
            response = super().request(method, url, name, **options)
        except BaseException as problem:
            exchange.end = time.time_ns()
            self.request_event.fire(
                request_type=method,
                name=name or url,
                response_time=(exchange.end - exchange.start) / 1e6,
                response_length=0,
                response=None,
                context=options["context"],
                exception=problem,
                start_time=exchange.start / 1e9,
                url=self._build_url(url),
            )
            raise
        exchange.end = time.time_ns()
        return response

    def _choose(self, exchange: Exchange, method: str, url: str, route: str) -> None:
        if self.hits and exchange.ids:
            service_name = exchange.system.services.get(urlsplit(url).port or 0)
            in_fault = self.phases is None or self.phases.is_fault(exchange.start)
            exchange.chosen = in_fault and self.hits.choose(service_name, method, route)
            trace_id = self.hits.trace_id(exchange.ids.trace_id, chosen=exchange.chosen)
            exchange.ids = exchange.ids._replace(trace_id=trace_id)


class GroundTruth:
    """The file of a load's requests; buffered, flushed every second and closed at the end."""

    def __init__(self, path: str | None, scenario: str | None, phases: Phases) -> None:
        """Name the file, None for no file; it is created when Locust is initialised."""
        self._path = path
        self._scenario = scenario
        self._phases = phases
        self._file: BinaryIO | None = None

    def install(self, events: Events) -> None:
        """Listen to Locust's events."""
        events.init.add_listener(self._open)
        events.request.add_listener(self._record)
        events.test_stop.add_listener(lambda **_: self.flush())
        # Not when it is quitting: a signal ends it with requests under way.
        events.quit.add_listener(lambda **_: self.close())

    def flush(self) -> None:
        """Hand what is buffered to the operating system."""
        if self._file:
            self._file.flush()

    def close(self) -> None:
        """Flush and close the file; later requests are not written."""
        if self._file:
            self._file.close()
            self._file = None

    def _open(self, environment: Environment, **_: Any) -> None:
        if not self._path:
            return
        if not isinstance(environment.runner, LocalRunner):
            raise SystemExit(
                f"LO2_REQUESTS is '{self._path}' and Locust is distributed, expected one process for one file; "
                "leave out --master, --worker and --processes"
            )
        try:
            self._file = Path(self._path).open("wb", buffering=1 << 16)  # noqa: SIM115 (closed at the end of the load)
        except OSError as problem:
            raise SystemExit(
                f"LO2_REQUESTS is '{self._path}', expected a file that can be written: {problem.strerror}; "
                "name one in an existing folder"
            ) from problem
        gevent.spawn(self._flush_regularly)

    def _flush_regularly(self) -> None:
        while self._file:
            gevent.sleep(FLUSH_SECONDS)
            self.flush()

    def _record(
        self,
        request_type: str,
        name: str,
        response_time: float,
        response_length: int,
        exception: BaseException | None = None,
        response: Any = None,
        context: dict[str, Any] | None = None,
        start_time: float = 0.0,
        url: str = "",
        **_: Any,
    ) -> None:
        if not self._file:
            return
        exchange = (context or {}).get("exchange")
        if exchange:
            start, duration = exchange.start, (exchange.end or time.time_ns()) - exchange.start
        else:  # a user class that is none of ours
            exchange = Exchange(System({}), None)
            start, duration = int(start_time * 1e9), int(response_time * 1e6)
        expected = exchange.expectation
        request_id, trace_id, span_id = exchange.ids or NO_IDS
        line = {
            "time": start,
            "due": exchange.due,
            "duration": duration,
            "scenario": self._scenario,
            "phase": self._phases.at(start),
            "request_id": request_id,
            "trace_id": trace_id,
            "span_id": span_id,
            "user": exchange.user,
            "task": exchange.task.name,
            "tag": exchange.task.tag,
            "anomaly": exchange.anomaly,
            "background": exchange.background,
            "chosen": exchange.chosen,
            "service_name": exchange.system.services.get(urlsplit(url).port or 0),
            "method": request_type,
            "route": name,
            "expected_status": expected.status if expected else None,
            "expected_code": expected.code if expected else None,
            "status": getattr(response, "status_code", 0) or 0,
            "code": _well_formed(exchange.system.error_code(response)),
            "bytes": response_length,
            "error": _well_formed(_reason(exception)),
        }
        self._file.write(json.dumps(line, separators=(",", ":")).encode("ascii") + b"\n")


def _well_formed(text: str | None) -> str | None:
    """Return a text that UTF-8 has: half a surrogate pair, which JSON and Python allow, becomes U+FFFD."""
    return text and text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _reason(exception: BaseException | None) -> str | None:
    if exception is None:
        return None
    if isinstance(exception, CatchResponseError):
        return str(exception)
    if isinstance(exception, gevent.GreenletExit):
        return "still running when the load was stopped"
    return " ".join(f"{type(exception).__name__}: {exception}".split())
