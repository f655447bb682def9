"""Print which tags the locustfiles have and where each is declared.

`PYTHONPATH=locust python -m lo2.catalogue locust/light-oauth2` loads a folder as `locust -f` does and prints a JSON
array, `correct` first, then by tag:

  [{"tag": "get_user_404_no_user", "expected_status": 404, "expected_code": "NOT_FOUND", "share": 0.5,
    "tasks": [{"file": "user_registration.py", "line": 99, "user": "UserRegistration", "task": "get_unknown_user"}]}]

`share` is that of the users, by the weights of their classes, that have a task of the tag. `file` is relative to that
folder, `line` is that of the task's first decorator. The expectation is null for `correct`, whose requests each have
their own, and for a tag that was put by a plain `@tag`. A tag has as many tasks as carry it: many for `correct`, one
for each error tag of ours.
"""

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from locust.argument_parser import parse_locustfile_paths
from locust.main import merge_locustfiles_content

from lo2.expectation import CORRECT

if TYPE_CHECKING:
    from collections.abc import Iterator


def catalogue(folder: Path) -> list[dict[str, Any]]:
    """Return an entry for each tag of the user classes in a folder of locustfiles."""
    user_classes: dict[str, Any] = merge_locustfiles_content(parse_locustfile_paths([str(folder)]))[0]
    weights = sum(user_class.weight for user_class in user_classes.values())
    entries: dict[str, dict[str, Any]] = {}
    for name, user_class in sorted(user_classes.items()):
        tags: set[str] = set()
        for function in dict.fromkeys(_functions(user_class)):
            expectation = getattr(function, "expectation", None)
            for tag in sorted(getattr(function, "locust_tag_set", ())):
                entry = entries.setdefault(
                    tag,
                    {
                        "tag": tag,
                        "expected_status": expectation.status if expectation else None,
                        "expected_code": expectation.code if expectation else None,
                        "share": 0.0,
                        "tasks": [],
                    },
                )
                entry["tasks"].append(_task(folder, name, function))
                tags.add(tag)
        for tag in tags:
            entries[tag]["share"] += user_class.weight / weights
    return sorted(entries.values(), key=lambda entry: (entry["tag"] != CORRECT, entry["tag"]))


def _functions(holder: Any) -> Iterator[Any]:
    for task in holder.tasks:
        if hasattr(task, "tasks"):  # a nested TaskSet
            yield from _functions(task)
        else:
            yield task


def _task(folder: Path, user: str, function: Any) -> dict[str, Any]:
    code = inspect.unwrap(function).__code__
    return {
        "file": Path(code.co_filename).resolve().relative_to(folder).as_posix(),
        "line": code.co_firstlineno,
        "user": user,
        "task": function.__name__,
    }


if __name__ == "__main__":
    print(json.dumps(catalogue(Path(sys.argv[1]).resolve()), indent=2))
