"""Decide which requests a fault of the stack hits, before they are sent.

LO2_HITS says which may be hit and how many of them are to be:

  {"service_name": "shop-user", "requests": ["GET /user/{userId}"], "dose": 0.05, "salt": "9f0c…"}

`requests` are methods and routes; without any, all of that service. What was decided stands in the trace id: a hash of
it begins with 24 zero bits where the request is to be hit. The service computes the same (`Choice.java`); the salt, 16
hexadecimal digits, goes into it, so that the id alone says nothing. The hash can be computed backwards: so an id is
made of the one that was drawn.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

MASK = (1 << 64) - 1
ZEROS = 24
FIRST = 0xBF58476D1CE4E5B9
SECOND = 0x94D049BB133111EB


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
        """Return a trace id made of one that was drawn, which says what was chosen."""
        low = int(drawn[16:], 16)
        if chosen:
            return f"{drawn[:16]}{_unmix(low >> ZEROS) ^ self._salt:016x}"
        while is_chosen(low, self._salt):
            low = (low + 1) & MASK
        return f"{drawn[:16]}{low:016x}"


def hits(random: Random) -> Hits | None:
    """Return what LO2_HITS asks for, with a stream to draw from; None when nothing is to be hit."""
    text = os.environ.get("LO2_HITS")
    return Hits(text, random) if text else None


def is_chosen(trace_id_low: int, salt: int) -> bool:
    """Tell whether a trace id, of which the last 16 hexadecimal digits are given, is that of a request to be hit."""
    mixed = trace_id_low ^ salt
    mixed = ((mixed ^ (mixed >> 30)) * FIRST) & MASK
    mixed = ((mixed ^ (mixed >> 27)) * SECOND) & MASK
    return mixed >> (64 - ZEROS) == 0


def _unmix(mixed: int) -> int:
    """Return what is mixed to a number."""
    number = _unshift((mixed * pow(SECOND, -1, 1 << 64)) & MASK, 27)
    return _unshift((number * pow(FIRST, -1, 1 << 64)) & MASK, 30)


def _unshift(number: int, bits: int) -> int:
    """Return what gives a number when it is joined, by exclusive or, with itself shifted to the right."""
    found = number
    for _ in range(64 // bits):
        found = number ^ (found >> bits)
    return found
