"""Declare what the requests of a task are expected to get.

`@correct` and `@anomaly` put Locust's own `@task` and `@tag` on a method, so that `--tags`
selects it; a task with a plain `@tag` works as well, only without an expectation.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, overload

from locust import tag, task

CORRECT = "correct"

Function = TypeVar("Function", bound=Callable[[Any], None])


class Expectation(NamedTuple):
    """The HTTP status an answer must have, and the `code` of its error body, None for a body without one."""

    status: int
    code: str | None = None

    def __str__(self) -> str:
        """Return status and code as in '404 NOT_FOUND'."""
        return f"{self.status} {self.code}" if self.code else str(self.status)


class RunningTask(NamedTuple):
    """The task a user runs: its function's name, its tag, and what `provoke` expects in it."""

    name: str | None = None
    tag: str | None = None
    expectation: Expectation | None = None


@overload
def correct(function: Function) -> Function: ...


@overload
def correct(*, weight: int) -> Callable[[Function], Function]: ...


def correct(function: Any = None, *, weight: int = 1) -> Any:
    """Make a method a task of the tag `correct`, whose requests all succeed."""

    def declare(declared: Any) -> Any:
        return tag(CORRECT)(task(weight)(declared))

    return declare if function is None else declare(function)


def anomaly(name: str, status: int, code: str | None = None, *, weight: int = 2) -> Callable[[Function], Function]:
    """Make a method the task of the error tag `name`, whose `provoke` gets `status` and `code`.

    By default it runs twice as often as a correct task: a quarter or so of its user's tasks, some percent of all.
    """

    def declare(function: Any) -> Any:
        function.expectation = Expectation(status, code)
        return tag(name)(task(weight)(function))

    return declare


def announced(function: Any) -> Any:
    """Wrap a task so that its user knows which one it runs, however the task was declared."""
    if isinstance(function, type) or hasattr(function, "running_task"):
        return function
    running_task = RunningTask(function.__name__, tag_of(function), getattr(function, "expectation", None))

    @functools.wraps(function)
    def run(user: Any) -> None:
        user.running_task = running_task
        function(user)

    run.running_task = running_task  # type: ignore[attr-defined]
    return run


def tag_of(function: Any) -> str | None:
    """Return the tag that names a task: `correct` before any other, None without tags."""
    tags: set[str] = getattr(function, "locust_tag_set", set())
    return CORRECT if CORRECT in tags else min(tags, default=None)
