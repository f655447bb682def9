"""What chance decides in a load, drawn from a seed: the same seed gives the same requests in the same order.

LO2_SEED is the seed of the plan; without it a fresh one is drawn. Each user has streams of its own, named by seed,
scenario, user and purpose. What depends on answers must not shift what does not: a choice of a task takes one number of
each stream it needs, and the data and ids of a task are drawn anew for each task, by its number.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64encode
from hashlib import blake2b
from random import Random
from typing import NamedTuple
from uuid import UUID

_seed = os.environ.get("LO2_SEED") or os.urandom(16).hex()
_scenario = os.environ.get("LO2_SCENARIO")


class Ids(NamedTuple):
    """The ids of a request: 22 characters base64url; hexadecimal."""

    request_id: str
    trace_id: str
    span_id: str


class Draw(Random):
    """Draws the data of a task's requests."""

    def word(self) -> str:
        """Return 16 hexadecimal digits."""
        return f"{self.getrandbits(64):016x}"

    def uuid(self) -> str:
        """Return a random UUID."""
        return str(UUID(int=self.getrandbits(128), version=4))

    def token(self, length: int) -> str:
        """Return so many random bytes, base64url."""
        return _base64url(self.randbytes(length))


class Chance:
    """The streams of a user."""

    def __init__(self, user: str) -> None:
        """Begin the streams of the user with this name."""
        self._key = f"{_seed} {_scenario} {user} "
        self._task = 0
        self._request = 0
        self.draw = Draw()
        self.next_task()

    def stream(self, purpose: str) -> Random:
        """Begin a stream for a purpose."""
        return Random(self._key + purpose)

    def next_task(self) -> None:
        """Draw data and ids of the next task from now on, whatever those before it have used."""
        self._task += 1
        self._request = 0
        self.draw.seed(int.from_bytes(self._digest("data", 16), "big"))

    def ids(self) -> Ids:
        """Draw the ids of the task's next request."""
        self._request += 1
        drawn = self._digest(str(self._request), 40)
        return Ids(_base64url(drawn[:16]), drawn[16:32].hex(), drawn[32:].hex())

    def _digest(self, what: str, length: int) -> bytes:
        return blake2b(f"{self._key}{self._task} {what}".encode(), digest_size=length).digest()


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
