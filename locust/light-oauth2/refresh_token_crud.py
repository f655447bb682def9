"""Management of refresh tokens, and what goes wrong in it."""

from __future__ import annotations

from _authorization import AuthorizationUser
from _endpoints import REFRESH_TOKEN, REFRESH_TOKENS
from lo2.expectation import anomaly, correct


class RefreshTokenCRUD(AuthorizationUser):
    """Read and delete refresh tokens, granted to a client of its own."""

    weight = 1

    @correct
    def get_token(self) -> None:
        """Get a refresh token."""
        if not self.refresh_tokens:
            self.exchange_oldest_code()
        self.send("GET", REFRESH_TOKEN, at=self.refresh_tokens[0])

    @correct
    def get_token_page(self) -> None:
        """Get a page of refresh tokens."""
        self.send("GET", REFRESH_TOKENS, params={"page": "1"})

    @correct
    def delete_token(self) -> None:
        """Delete a refresh token."""
        self.send("DELETE", REFRESH_TOKEN, at=self.take_refresh_token())

    @anomaly("get_token_404", 404, "ERR12029")
    def get_unknown_token(self) -> None:
        """Get a refresh token that does not exist."""
        self.provoke("GET", REFRESH_TOKEN, at=self.draw.uuid())

    @anomaly("get_token_page_400_no_page", 400, "ERR11000")
    def get_token_page_without_number(self) -> None:
        """Get a page of refresh tokens without saying which."""
        self.provoke("GET", REFRESH_TOKENS)

    @anomaly("delete_token_404", 404, "ERR12029")
    def delete_unknown_token(self) -> None:
        """Delete a refresh token that does not exist."""
        self.provoke("DELETE", REFRESH_TOKEN, at=self.draw.uuid())
