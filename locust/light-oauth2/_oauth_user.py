"""What the load must know of light-oauth2: the base of its user classes."""

from __future__ import annotations

import ssl
from typing import Any, ClassVar

import gevent.ssl

from _endpoints import SERVICE_NAMES
from lo2.ground_truth import System, json_code
from lo2.user import LoadUser

POOL_SIZE = 8
"""How many objects of a kind a user keeps at most: what it has in memory, and leaves in the database, stays bounded."""


def _unverified() -> ssl.SSLContext:
    # The services' certificate is self-signed, made for tests and bound to no name: there is nothing to verify it by.
    context = gevent.ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


# One for all connections; the default loads the machine's certificates again for each.
_context = _unverified()


def _ssl_context(**_: Any) -> ssl.SSLContext:
    return _context


class OAuthUser(LoadUser):
    """Send requests to the seven services."""

    abstract = True
    host = "https://localhost"
    system = System(SERVICE_NAMES, request_id_header="X-Correlation-Id", error_code=json_code("code"))
    connection: ClassVar[dict[str, Any]] = {"insecure": True, "ssl_context_factory": _ssl_context}
