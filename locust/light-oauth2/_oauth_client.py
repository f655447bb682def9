"""OAuth clients, and users that own one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from _endpoints import CLIENTS
from _oauth_user import OAuthUser

if TYPE_CHECKING:
    from locust.env import Environment

    from lo2.chance import Draw

ADMIN = ("admin", "123456")
"""The user of the seed data, who owns all objects and grants all codes."""

REDIRECT_URI = "http://localhost:8080/authorization"
SCOPE = "account.r account.w"


def new_user_id(draw: Draw) -> str:
    """Return the id of a user that does not exist yet."""
    return f"user-{draw.word()}"


def client_document(draw: Draw, **members: str) -> dict[str, str]:
    """Return a valid body of a client's registration with some members set differently."""
    name = f"client-{draw.word()}"
    return {
        "clientType": "confidential",
        "clientProfile": "webserver",
        "clientName": name,
        "clientDesc": f"Web application {name}",
        "ownerId": ADMIN[0],
        "scope": SCOPE,
        "redirectUri": REDIRECT_URI,
        "host": "lightapi.net",
        **members,
    }


class OAuthClient(NamedTuple):
    """The credentials of a registered client."""

    client_id: str
    secret: str


class OAuthClientUser(OAuthUser):
    """Act for one client of its own, registered with the first request."""

    abstract = True

    def __init__(self, environment: Environment) -> None:
        """Own no client yet."""
        super().__init__(environment)
        self._oauth_client: OAuthClient | None = None

    @property
    def oauth_client(self) -> OAuthClient:
        """The user's client; also a pair of credentials for Basic authentication."""
        if self._oauth_client is None:
            registered = self.send("POST", CLIENTS, json=client_document(self.draw)).json()
            self._oauth_client = OAuthClient(registered["clientId"], registered["clientSecret"])
        return self._oauth_client
