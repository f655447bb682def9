"""An endpoint of a service."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote


class Endpoint(NamedTuple):
    """A path template of a service. A template has at most one variable."""

    service_name: str
    port: int
    route: str

    def path(self, value: str | None = None) -> str:
        """Return the path with the template's variable replaced by `value`, percent-encoded."""
        if value is None:
            return self.route
        before, _, rest = self.route.partition("{")
        return before + quote(value, safe="") + rest.partition("}")[2]
