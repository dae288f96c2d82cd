"""A provider of council accounts (OpenID Connect) on this machine: it knows whoever it is told.

It asks nobody for a password, but looks at what a real one looks at: the client and its secret,
where to send somebody back to, the code and its proof key, each code once.
"""

import hashlib
import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "laa-tracker", "a secret between the two"


class Provider:
    """Serves while it is entered; `person` is who signs in next, `error` what is said instead."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person: dict[str, object] = {}
        self.error = ""
        self.issuer = ""  # another's, where it is set
        self.nonce: str | None = None  # "" for none; another than was asked with, where it is set
        self.codes: dict[str, dict] = {}
        self.tokens: dict[str, dict] = {}
        handler = type("Handler", (Handler,), {"provider": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/tenant/v2.0"

    def __enter__(self) -> "Provider":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *problem: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def metadata(self) -> dict:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "1", "alg": "RS256", "use": "sig"}]}

    def sent_back(self, asked: dict[str, str]) -> str:
        """Where the browser goes after signing in at the provider's."""
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert asked["nonce"]
        back = {"state": asked["state"]}
        if self.error:
            return f"{asked['redirect_uri']}?{urlencode(back | {'error': self.error})}"
        code = secrets.token_urlsafe()
        self.codes[code] = asked | {"person": dict(self.person)}
        return f"{asked['redirect_uri']}?{urlencode(back | {'code': code})}"

    def token(self, asked: dict[str, str]) -> dict:
        """Raises KeyError and AssertionError at what a provider does not answer."""
        given = self.codes.pop(asked["code"])
        digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
        assert urlsafe_b64encode(digest).decode().rstrip("=") == given["code_challenge"]
        assert (asked["client_id"], asked["client_secret"]) == (CLIENT, SECRET)
        assert asked["redirect_uri"] == given["redirect_uri"]
        access = secrets.token_urlsafe()
        self.tokens[access] = given["person"]
        claims = given["person"] | {
            "iss": self.issuer or self.address,
            "aud": CLIENT,
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
        }
        if nonce := given["nonce"] if self.nonce is None else self.nonce:
            claims["nonce"] = nonce
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": access, "token_type": "Bearer", "id_token": signed}


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        what = parts.path.removeprefix("/tenant/v2.0/")
        if what == "authorize":
            self.send_response(302)
            self.send_header("Location", self.provider.sent_back(dict(parse_qsl(parts.query))))
            self.end_headers()
        elif what == ".well-known/openid-configuration":
            self.say(self.provider.metadata())
        elif what == "keys":
            self.say(self.provider.keys())
        elif what == "userinfo":
            token = self.headers["Authorization"].removeprefix("Bearer ")
            self.say(self.provider.tokens[token])
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        try:
            self.say(self.provider.token(dict(parse_qsl(sent))))
        except (KeyError, AssertionError):
            self.say({"error": "invalid_grant"}, 400)

    def say(self, data: dict, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(data).encode())

    def log_message(self, *words: object) -> None:
        """It keeps no log."""
