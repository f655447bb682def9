"""Choose which task a user runs next."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from lo2.expectation import CORRECT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from locust.env import Environment

    from lo2.chance import Chance
    from lo2.phases import Phases


class Chosen(NamedTuple):
    """A task to run, and whether its faulty request is no anomaly but part of normal traffic."""

    task: Any
    background: bool = False


class Dose:
    """How often the users that have the faulty task of a tag choose it during the fault.

    LO2_DOSE is a share of the choices of all users. Only some have the task: these choose it the more often.
    """

    def __init__(self, environment: Environment) -> None:
        """Read LO2_DOSE."""
        self._environment = environment
        self._dose = float(os.environ.get("LO2_DOSE") or 0)
        self._shares: dict[str, float] = {}

    def __bool__(self) -> bool:
        """Tell whether there is a dose; else the tasks' weights decide."""
        return self._dose > 0

    def of(self, tag: str) -> float:
        """Return the share of the choices of a user that has the task."""
        if tag in self._shares:
            return self._shares[tag]
        counts = getattr(self._environment.runner, "target_user_classes_count", None)  # when all have been started
        users = [
            ((counts or {}).get(user_class.__name__, user_class.weight), _has(user_class, tag))
            for user_class in self._environment.user_classes
        ]
        share = self._dose * sum(count for count, _ in users) / sum(count for count, having in users if having)
        if counts:
            self._shares[tag] = share
        return share


class TaskChoice:
    """Choose among the tasks of a user: by their weights, or the faulty ones by a dose; these during the fault alone.

    Without a dose the fault begins with a faulty task, so that a scenario has it however short it is.
    """

    def __init__(
        self, tasks: Sequence[Any], error_tasks: Sequence[Any], dose: Dose, phases: Phases, chance: Chance
    ) -> None:
        """Take the tasks of the scenario, each as often as it weighs, and all error tasks of the user's class.

        LO2_BACKGROUND is the share of choices that are any of the latter, as part of normal traffic.
        """
        self._tasks = tasks
        self._correct = [task for task in tasks if not is_faulty(task)] or tasks
        self._faulty = [task for task in tasks if is_faulty(task)]
        self._tags = list(dict.fromkeys(task.running_task.tag for task in self._faulty))
        self._error_tasks = error_tasks
        self._share_of_background = float(os.environ.get("LO2_BACKGROUND") or 0)
        self._dose = dose
        self._phases = phases
        self._choice = chance.stream("choice")
        self._doses = chance.stream("dose")
        self._background = chance.stream("background")
        self._begun = False

    def next(self) -> Chosen:
        """Choose the task to run now. Each call takes as many numbers of each stream, whatever it chooses."""
        place, dose = self._choice.random(), self._doses.random()
        background, error = self._background.random(), self._background.random()
        if background < self._share_of_background and self._error_tasks:
            return Chosen(_at(self._error_tasks, error), background=True)
        return Chosen(_at(self._candidates(dose), place))

    def _candidates(self, dose: float) -> Sequence[Any]:
        if not self._faulty or not self._phases.is_fault(time.time_ns()):
            return self._correct
        if self._dose:
            for tag in self._tags:
                dose -= self._dose.of(tag)
                if dose < 0:
                    return [task for task in self._faulty if task.running_task.tag == tag]
            return self._correct
        if not self._begun:
            self._begun = True
            return self._faulty
        return self._tasks


def is_faulty(task: Any) -> bool:
    """Tell whether a task is one of an error tag."""
    running_task = getattr(task, "running_task", None)
    return bool(running_task and running_task.tag and running_task.tag != CORRECT)


def _has(user_class: type[Any], tag: str) -> bool:
    return any(is_faulty(task) and task.running_task.tag == tag for task in user_class.tasks)


def _at(tasks: Sequence[Any], place: float) -> Any:
    return tasks[int(place * len(tasks))]
