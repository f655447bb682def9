"""Choose which task a user runs next."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from lo2.expectation import CORRECT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from lo2.phases import Phases


class TaskChoice:
    """Choose among the tasks of a user: by their weights, or the faulty ones by a dose; these during the fault alone.

    Without a dose the fault begins with a faulty task, so that a scenario has it however short it is.
    """

    def __init__(self, tasks: Sequence[Any], phases: Phases, dose: float | None, random: Random) -> None:
        """Take the tasks, each as often as it weighs, and the share of choices that are to be faulty ones."""
        self._tasks = tasks
        self._correct = [task for task in tasks if not is_faulty(task)] or tasks
        self._faulty = [task for task in tasks if is_faulty(task)]
        self._phases = phases
        self._dose = dose
        self._random = random
        self._begun = False

    def next(self) -> Any:
        """Return the task to run now."""
        if not self._faulty or not self._phases.is_fault(time.time_ns()):
            return self._random.choice(self._correct)
        if self._dose is not None:
            faulty = self._random.random() < self._dose
            return self._random.choice(self._faulty if faulty else self._correct)
        if not self._begun:
            self._begun = True
            return self._random.choice(self._faulty)
        return self._random.choice(self._tasks)


def is_faulty(task: Any) -> bool:
    """Tell whether a task is one of an error tag."""
    running_task = getattr(task, "running_task", None)
    return bool(running_task and running_task.tag != CORRECT)


def share_of_users(user_classes: Iterable[Any]) -> float:
    """Return the share of the users, by the weights of their classes, that have a faulty task."""
    weights = [(user_class.weight, any(map(is_faulty, user_class.tasks))) for user_class in user_classes]
    return sum(weight for weight, faulty in weights if faulty) / sum(weight for weight, _ in weights)
