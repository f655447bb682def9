"""The base of all user classes.

A system has a class below it that says what the load must know of it (`system`, `host`). A new scenario is a method of
a user class: `@anomaly("its_tag", 404, "NOT_FOUND")` above it and a `self.provoke(...)` in it. Requests that only
prepare the faulty one are sent by `self.send(...)`. What is random in a task is drawn from `self.draw`.
"""

from __future__ import annotations

import inspect
import itertools
import json
import os
import time
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple
from urllib.parse import urlencode, urlsplit

import gevent
from geventhttpclient.client import HTTPClient, HTTPClientPool
from locust import FastHttpUser, events
from locust.exception import RescheduleTask, StopTest, StopUser
from locust.runners import STATE_CLEANUP
from locust.user.task import LOCUST_STATE_RUNNING, LOCUST_STATE_STOPPING, LOCUST_STATE_WAITING

from lo2.chance import Chance
from lo2.choice import Dose, TaskChoice, is_faulty
from lo2.control import control
from lo2.expectation import Expectation, RunningTask, announced
from lo2.ground_truth import Exchange, GroundTruth, RecordedSession, System
from lo2.hits import hits
from lo2.pace import pace
from lo2.phases import Phases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geventhttpclient.url import URL
    from locust.env import Environment

    from lo2.endpoint import Endpoint

STOP_TIMEOUT_SECONDS = 10.0
RECONNECT_SECONDS = 0.1


class Answer(NamedTuple):
    """What a service answered; status 0 when it did not."""

    status: int
    code: str | None
    headers: Mapping[str, Any]
    body: bytes

    def json(self) -> Any:
        """Return the parsed body. Some successes come without a Content-Type, so none is asked for."""
        return json.loads(self.body)


class SentOnce(HTTPClientPool):
    """Clients that send each request once, whatever becomes of it: a line of the ground truth is one request.

    geventhttpclient itself sends one again when its connection was closed in place of an answer, and `max_retries` does
    not keep it from that.
    """

    def get_client(self, url: str | URL) -> HTTPClient:
        """Return the client of a host and port."""
        client = super().get_client(url)
        # It tries as often as there may be connections, and once more. Nothing else looks at this any more.
        client._connection_pool.size = -1
        return client


class LoadUser(FastHttpUser):
    """Send requests of which each states its expectation; a request succeeds when it was met exactly.

    `host` is a scheme and a name; each service has a port of its own. `connection` goes to Locust's session.
    """

    abstract = True
    system: ClassVar[System]
    connection: ClassVar[dict[str, Any]] = {}

    _numbers: ClassVar[itertools.count[int]]
    _error_tasks: ClassVar[list[Any]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Number the class's users from 1, and let them know which task they run."""
        super().__init_subclass__(**kwargs)
        cls._numbers = itertools.count(1)
        wrappers = {function: announced(function) for function in cls.tasks}
        cls.tasks = [wrappers[function] for function in cls.tasks]
        # Locust leaves those of the scenario's tags in `tasks`.
        cls._error_tasks = [task for task in wrappers.values() if is_faulty(task) and task.running_task.expectation]

    def __init__(self, environment: Environment) -> None:
        """Open no connection yet; there will be one a service, kept alive."""
        super().__init__(environment)
        self.name = f"{type(self).__name__}-{next(self._numbers)}"
        self.running_task = RunningTask()
        self.chance = Chance(self.name)
        self.draw = self.chance.draw
        self._choice: TaskChoice | None = None
        self._background = False
        self._pace = pace(_users(environment), self.chance.stream("due"))
        self._due: int | None = None
        self._base_url = _base_url(self.host)
        self.client = RecordedSession(
            base_url=self._base_url,
            request_event=self.environment.events.request,
            user=self,
            concurrency=1,
            network_timeout=self.network_timeout,
            connection_timeout=self.connection_timeout,
            max_retries=0,
            **self.connection,
        )
        self.client.client.clientpool = SentOnce(**self.client.client.clientpool.client_args)
        self.client.hits = hits(self.chance.stream("hit"))
        self.client.phases = _phases
        # A code is in the redirection itself, nobody listens where it leads. Locust's allow_redirects=False does not
        # work with every version that requirements.in allows.
        self.client.client.redirect_response_codes = frozenset()  # type: ignore[misc]
        # No service is to set cookies; looking for some in each answer would only cost time.
        self.client.client.cookiejar = None

    def on_start(self) -> None:
        """Choose this user's tasks in the way of the scenario; a class with an `on_start` of its own calls this one."""
        if self.tasks and self._taskset_instance:
            dose = Dose(self.environment)
            self._choice = TaskChoice(self.tasks, self._error_tasks, dose, _phases, self.chance)
            self._taskset_instance.get_next_task = self._next_task  # type: ignore[method-assign]

    def send(
        self, method: str, endpoint: Endpoint, *, at: str | None = None, expect: int = 200, **content: Any
    ) -> Answer:
        """Send a request that succeeds with the status `expect`, and return its answer.

        `at` fills in the route's variable. `content` is the query's `params`, the credentials `auth` for Basic
        authentication, further `headers`, and one of the bodies `json`, `form` and `text`. An answer that was not
        expected ends the task, so what follows can rely on this one.
        """
        expectation = Expectation(expect)
        answer = self._send(method, endpoint, at, expectation, faulty=False, **content)
        if (answer.status, answer.code) != expectation:
            raise RescheduleTask
        return answer

    def provoke(
        self,
        method: str,
        endpoint: Endpoint,
        *,
        at: str | None = None,
        expect: Expectation | None = None,
        **content: Any,
    ) -> None:
        """Send the faulty request of an error tag, by default expected to get what its `@anomaly` says.

        The other parameters are those of `send`.
        """
        expectation = expect or self.running_task.expectation
        if not expectation:
            raise ValueError(
                f"task '{self.running_task.name}' provokes an answer and is no @anomaly, expected a status and a code; "
                "declare it @anomaly(tag, status, code) or give provoke expect=Expectation(status, code)"
            )
        self._send(method, endpoint, at, expectation, faulty=True, **content)

    def _next_task(self) -> Any:
        """Choose a task when its first request is due, so that it is one of the phase that it is sent in."""
        self._await_due()
        self.chance.next_task()
        chosen = self._choice.next()  # type: ignore[union-attr]
        self._background = chosen.background
        return chosen.task

    def _await_due(self) -> None:
        """Wait until the user's next request is due, if the load has a rate; the end of the load ends the wait."""
        if not self._pace or self._due is not None:
            return
        self._due = self._pace.next(time.time_ns())
        while (left := self._due - time.time_ns()) > 0:
            if self._state == LOCUST_STATE_STOPPING:
                raise StopUser
            self._state = LOCUST_STATE_WAITING
            gevent.sleep(left / 1e9)
            self._state = LOCUST_STATE_RUNNING

    def _send(
        self,
        method: str,
        endpoint: Endpoint,
        at: str | None,
        expectation: Expectation,
        *,
        faulty: bool,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        text: str | None = None,
        auth: tuple[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request when it is due, and judge its answer."""
        self._await_due()
        if self.environment.runner and self.environment.runner.state == STATE_CLEANUP:
            raise StopUser  # finish the request at the end of the run time, not the task
        start = time.time_ns()
        anomaly = faulty and not self._background
        if anomaly and not _phases.is_fault(start):
            raise RescheduleTask  # the fault ended while the task prepared it
        exchange = Exchange(
            self.system,
            self.chance.ids(),
            self.name,
            self.running_task,
            expectation,
            anomaly=anomaly,
            background=faulty and self._background,
            due=self._due,
            start=start,
        )
        self._due = None
        fields = dict(headers or {})
        body = text or ""  # never None, which Locust for Python 3.10 sends as an empty chunked body
        if form is not None:
            body = urlencode(form)
            fields["Content-Type"] = "application/x-www-form-urlencoded"
        query = f"?{urlencode(params)}" if params else ""
        with self.client.request(
            method,
            f"{self._base_url}:{endpoint.port}{endpoint.path(at)}{query}",
            name=endpoint.route,
            data=body,
            json=json,
            auth=auth,
            headers=fields,
            catch_response=True,
            exchange=exchange,
        ) as response:
            answer = Answer(
                response.status_code or 0,
                self.system.error_code(response),
                response.headers or {},
                response.content or b"",
            )
            if (answer.status, answer.code) == expectation:
                response.success()
            elif answer.status:
                response.failure(f"expected {expectation}, got {Expectation(answer.status, answer.code)}")
        if not answer.status:
            gevent.sleep(RECONNECT_SECONDS)  # don't write thousands of lines a second while a service is down
        return answer


def _base_url(host: str | None) -> str:
    parts = urlsplit(host or "")
    if not parts.scheme or not parts.hostname or parts.path.strip("/"):
        raise StopTest(
            f"--host is '{host}', expected a scheme and a name, such as http://localhost; "
            "a port is not looked at, each endpoint has its own"
        )
    return f"{parts.scheme}://{parts.hostname}"


def _users(environment: Environment) -> int:
    return (environment.parsed_options and environment.parsed_options.num_users) or 1


@events.init.add_listener
def _check_host(environment: Environment, **_: Any) -> None:
    """Refuse a wrong --host before anything else starts."""
    try:
        for user_class in environment.user_classes:
            _base_url(environment.host or user_class.host)
    except StopTest as problem:
        raise SystemExit(str(problem)) from problem


@events.init.add_listener
def _prepare_stop(environment: Environment, **_: Any) -> None:
    """Wait for running requests at the end of the load also when no --stop-timeout was given."""
    environment.stop_timeout = environment.stop_timeout or STOP_TIMEOUT_SECONDS
    # Locust inspects the stack when it stops. The first time that reads source files for 40 ms, in which no running
    # request gets its answer and all of them seem slow.
    inspect.stack()


_phases = Phases(os.environ.get("LO2_PHASES"))
_phases.install(events)
_ground_truth = GroundTruth(os.environ.get("LO2_REQUESTS"), os.environ.get("LO2_SCENARIO"), _phases)
_ground_truth.install(events)
if _control := control(_ground_truth, _phases):
    _control.install(events)
