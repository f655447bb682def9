"""An endpoint of a service."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import quote


def _ports() -> dict[str, int]:
    """Read the ports of this run's services: LO2_PORTS=shop-cart=18881,shop-till=18882."""
    named = (entry.partition("=") for entry in os.environ.get("LO2_PORTS", "").split(",") if entry)
    return {name: int(port) for name, _, port in named}


_PORTS = _ports()


@dataclass(frozen=True)
class Endpoint:
    """A path template of a service. A template has at most one variable.

    `port` is where the service usually answers; that of this run takes its place.
    """

    service_name: str
    port: int
    route: str

    def __post_init__(self) -> None:
        """Take the port of this run."""
        object.__setattr__(self, "port", _PORTS.get(self.service_name, self.port))

    def path(self, value: str | None = None) -> str:
        """Return the path with the template's variable replaced by `value`, percent-encoded."""
        if value is None:
            return self.route
        before, _, rest = self.route.partition("{")
        return before + quote(value, safe="") + rest.partition("}")[2]
