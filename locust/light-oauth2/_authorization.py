"""Users that are granted authorization codes and exchange them for tokens."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

from _endpoints import CODE, REFRESH_TOKEN, TOKEN
from _oauth_client import ADMIN, REDIRECT_URI, OAuthClientUser
from _oauth_user import POOL_SIZE

if TYPE_CHECKING:
    from locust.env import Environment

    from lo2.user import Answer


class Code(NamedTuple):
    """An authorization code, with the PKCE verifier when it was requested with a challenge."""

    value: str
    verifier: str | None = None


class AuthorizationUser(OAuthClientUser):
    """Hold the codes and refresh tokens of one client; each is used once.

    The oldest come first: a code is only valid for a while. A full pool is emptied by the requests an application
    would send, so that the services do not hold ever more of them either.
    """

    abstract = True

    def __init__(self, environment: Environment) -> None:
        """Hold nothing yet."""
        super().__init__(environment)
        self.codes: deque[Code] = deque()
        self.refresh_tokens: deque[str] = deque()

    def new_code(self) -> Code:
        """Request a code."""
        return Code(self.request_code())

    def request_code(self, **challenge: str) -> str:
        """Request a code by GET, with a PKCE challenge if there is one."""
        return code_in(self.send("GET", CODE, params=self.code_request(**challenge), auth=ADMIN, expect=302))

    def code_request(self, **members: str) -> dict[str, str]:
        """Return the query of a valid code request with some parameters set differently."""
        return {
            "response_type": "code",
            "client_id": self.oauth_client.client_id,
            "redirect_uri": REDIRECT_URI,
            **members,
        }

    def token_request(self, code: Code) -> dict[str, str]:
        """Return the form of a valid token request for a code."""
        form = {"grant_type": "authorization_code", "code": code.value, "redirect_uri": REDIRECT_URI}
        return form if code.verifier is None else {**form, "code_verifier": code.verifier}

    def take_code(self) -> Code:
        """Return a code that nothing else will use."""
        return self.codes.popleft() if self.codes else self.new_code()

    def keep_code(self, code: Code) -> None:
        """Keep a code for later; exchange the oldest when there are too many."""
        self.codes.append(code)
        if len(self.codes) > POOL_SIZE:
            self.exchange_oldest_code()

    def exchange_oldest_code(self) -> None:
        """Exchange a code for tokens and keep the refresh token."""
        code = self.take_code()
        self.keep_refresh_token(self.send("POST", TOKEN, form=self.token_request(code), auth=self.oauth_client))

    def take_refresh_token(self) -> str:
        """Return a refresh token that nothing else will use."""
        if not self.refresh_tokens:
            self.exchange_oldest_code()
        return self.refresh_tokens.popleft()

    def keep_refresh_token(self, answer: Answer) -> None:
        """Keep the refresh token of a token endpoint's answer; delete the oldest when there are too many."""
        self.refresh_tokens.append(answer.json()["refresh_token"])
        if len(self.refresh_tokens) > POOL_SIZE:
            self.send("DELETE", REFRESH_TOKEN, at=self.refresh_tokens.popleft())

    def refresh_oldest_token(self) -> None:
        """Refresh with a token, which consumes it, and keep the one that replaces it."""
        form = {"grant_type": "refresh_token", "refresh_token": self.take_refresh_token()}
        self.keep_refresh_token(self.send("POST", TOKEN, form=form, auth=self.oauth_client))


def code_in(answer: Answer) -> str:
    """Return the authorization code in a redirection's Location."""
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
