"""Decide which requests a fault of the stack hits, before they are sent.

LO2_HITS says which may be hit and how many of them are to be:

  {"service_name": "shop-user", "requests": ["GET /user/{userId}"], "dose": 0.05, "salt": "9f0c…"}

`requests` are methods and routes; without any, all of that service. What was decided stands in one bit of the trace id,
which the service computes alike (`Choice.java`): the salt, 16 hexadecimal digits, goes into it, so that the id alone
says nothing. Every request gets an id that has this bit as it was decided, also those that may not be hit.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

MASK = (1 << 64) - 1


class Hits:
    """Choose the requests that are to be hit, and give all of them trace ids that say so."""

    def __init__(self, text: str, random: Random) -> None:
        """Read what LO2_HITS says."""
        wanted = json.loads(text)
        self._service_name: str = wanted["service_name"]
        self._requests = frozenset(wanted["requests"])
        self._dose = float(wanted["dose"])
        self._salt = int(wanted["salt"], 16)
        self._random = random

    def choose(self, service_name: str | None, method: str, route: str) -> bool:
        """Choose, by the dose, whether a request that is sent during the fault is to be hit."""
        eligible = service_name == self._service_name and (not self._requests or f"{method} {route}" in self._requests)
        return eligible and self._random.random() < self._dose

    def trace_id(self, drawn: str, *, chosen: bool) -> str:
        """Return a trace id that was drawn, or the first one after it, that says what was chosen."""
        number = int(drawn, 16)
        while number == 0 or is_chosen(number & MASK, self._salt) != chosen:
            number = (number + 1) % (1 << 128)
        return f"{number:032x}"


def hits(random: Random) -> Hits | None:
    """Return what LO2_HITS asks for, with a stream to draw from; None when nothing is to be hit."""
    text = os.environ.get("LO2_HITS")
    return Hits(text, random) if text else None


def is_chosen(trace_id_low: int, salt: int) -> bool:
    """Tell whether a trace id, of which the last 16 hexadecimal digits are given, is that of a request to be hit."""
    mixed = trace_id_low ^ salt
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
    return mixed >> 63 == 1
