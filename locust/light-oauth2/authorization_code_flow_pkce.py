"""The authorization code flow with proof key for code exchange (PKCE), and what goes wrong in it."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from _authorization import AuthorizationUser, Code
from _endpoints import CODE, TOKEN
from _oauth_client import ADMIN
from lo2.expectation import anomaly, correct


class AuthorizationCodeFlowPKCE(AuthorizationUser):
    """Get codes with a challenge, exchange them with its verifier, refresh the tokens."""

    weight = 1

    def new_code(self) -> Code:
        """Request a code with a hashed challenge."""
        verifier = self.new_verifier()
        return Code(self.request_code(code_challenge=challenge_of(verifier), code_challenge_method="S256"), verifier)

    @correct
    def get_code_with_hashed_challenge(self) -> None:
        """Request a code with a challenge that is the verifier's hash."""
        self.keep_code(self.new_code())

    @correct
    def get_code_with_plain_challenge(self) -> None:
        """Request a code with a challenge that is the verifier itself."""
        verifier = self.new_verifier()
        code = self.request_code(code_challenge=verifier, code_challenge_method="plain")
        self.keep_code(Code(code, verifier))

    @correct(weight=2)  # two tasks get codes
    def exchange_code(self) -> None:
        """Exchange a code and its verifier for tokens."""
        self.exchange_oldest_code()

    @correct
    def refresh_token(self) -> None:
        """Refresh a token."""
        self.refresh_oldest_token()

    @anomaly("invalid_code_challenge_method_pkce_400", 400, "ERR12033")
    def get_code_with_unknown_method(self) -> None:
        """Request a code with a method that is neither S256 nor plain."""
        self.provoke_refused_challenge(challenge_of(self.new_verifier()), method="invalid")

    @anomaly("code_challenge_too_short_pkce_400", 400, "ERR12034")
    def get_code_with_short_challenge(self) -> None:
        """Request a code with a challenge of 20 characters; 43 are the least."""
        self.provoke_refused_challenge(challenge_of(self.new_verifier())[:20])

    @anomaly("code_challenge_too_long_pkce_400", 400, "ERR12035")
    def get_code_with_long_challenge(self) -> None:
        """Request a code with a challenge of 150 characters; 128 are the most."""
        self.provoke_refused_challenge(self.draw.token(150)[:150])

    @anomaly("code_challenge_invalid_format_pkce_400", 400, "ERR12036")
    def get_code_with_malformed_challenge(self) -> None:
        """Request a code with a challenge of characters that are not allowed."""
        self.provoke_refused_challenge(50 * "\xc4")

    @anomaly("invalid_code_verifier_format_PKCE_400", 400, "ERR12037")
    def exchange_code_with_malformed_verifier(self) -> None:
        """Exchange a code with a verifier of characters that are not allowed."""
        self.provoke_refused_verifier(50 * "!")

    @anomaly("code_verifier_too_short_pkce_400", 400, "ERR12038")
    def exchange_code_with_short_verifier(self) -> None:
        """Exchange a code with the first 40 characters of its verifier."""
        code = self.take_code()
        self.provoke_refused_verifier(f"{code.verifier}"[:40], code)

    @anomaly("code_verifier_too_long_pkce_400", 400, "ERR12039")
    def exchange_code_with_long_verifier(self) -> None:
        """Exchange a code with a verifier of 150 characters; 128 are the most."""
        self.provoke_refused_verifier(self.draw.token(150)[:150])

    @anomaly("code_verifier_missing_pkce_400", 400, "ERR12040")
    def exchange_code_without_verifier(self) -> None:
        """Exchange a code that was requested with a challenge without its verifier."""
        self.provoke_refused_verifier(None)

    @anomaly("verification_failed_pkce_400", 400, "ERR12041")
    def exchange_code_with_other_verifier(self) -> None:
        """Exchange a code with the verifier of no challenge."""
        self.provoke_refused_verifier(self.new_verifier())

    def new_verifier(self) -> str:
        """Return a random verifier of 43 characters."""
        return self.draw.token(32)

    def provoke_refused_challenge(self, challenge: str, method: str = "S256") -> None:
        """Request a code with a challenge or method that is refused."""
        query = self.code_request(code_challenge=challenge, code_challenge_method=method)
        self.provoke("GET", CODE, params=query, auth=ADMIN)

    def provoke_refused_verifier(self, verifier: str | None, code: Code | None = None) -> None:
        """Exchange a code with a verifier that is refused, which uses it up."""
        form = self.token_request(Code((code or self.take_code()).value, verifier))
        self.provoke("POST", TOKEN, form=form, auth=self.oauth_client)


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a verifier."""
    return urlsafe_b64encode(sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")
