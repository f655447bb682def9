"""Print the values that the Locust files of a folder send, a JSON array a request, without sending any.

`PYTHONPATH=locust python sent_values.py locust/light-oauth2` runs each task of each user class ten times for two users
of it, each answer being one that succeeds. A line is `[user, task, faulty, [value, ...]]`; a value is what stands in
the path, or what a member of the query, of the form, of the JSON body or a header has: `client_id=...`.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from locust.argument_parser import parse_locustfile_paths
from locust.env import Environment
from locust.exception import RescheduleTask
from locust.main import merge_locustfiles_content

from lo2.user import Answer, LoadUser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lo2.endpoint import Endpoint

TIMES = 10


def values(content: dict[str, Any], at: str | None) -> Iterator[str]:
    """List the values of a request."""
    if at is not None:
        yield f"at={at}"
    for part in ("params", "form", "json", "headers"):
        for name, value in (content.get(part) or {}).items():
            yield f"{name}={value}"
    if content.get("text") is not None:
        yield f"text={content['text']}"
    if content.get("auth"):
        yield from (f"auth={word}" for word in content["auth"])


def record(
    user: LoadUser, _method: str, _endpoint: Endpoint, at: str | None, expectation: Any, *, faulty: bool, **content: Any
) -> Answer:
    """Print a request in place of sending it, and answer with what each endpoint might."""
    print(json.dumps([user.name, user.running_task.name, faulty, sorted(set(values(content, at)))]))
    drawn = str(uuid4())
    body = json.dumps(dict.fromkeys(("clientId", "clientSecret", "refresh_token", "access_token"), drawn))
    return Answer(expectation.status, expectation.code, {"location": f"http://localhost/?code={drawn}"}, body.encode())


def main(folder: str) -> None:
    """Run each task."""
    LoadUser._send = record  # type: ignore[method-assign]
    user_classes: dict[str, Any] = merge_locustfiles_content(parse_locustfile_paths([folder]))[0]
    for _, user_class in sorted(user_classes.items()):
        environment = Environment(user_classes=[user_class])
        for user in (user_class(environment), user_class(environment)):
            for task in list(dict.fromkeys(user_class.tasks)) * TIMES:
                user.chance.next_task()
                try:
                    task(user)
                except RescheduleTask:
                    continue


if __name__ == "__main__":
    main(sys.argv[1])
