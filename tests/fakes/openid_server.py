"""An OpenID provider, by OpenID Connect Core 1.0 and RFC 7636: the code flow with PKCE, signed tokens, its keys.

Whoever comes is let in at once: what is said of them stands in `claims`.
"""

import base64
import hashlib
import html
import http.client
import json
import re
import secrets
import time
from urllib.parse import urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.fakes.server import Fake

CLIENT, SECRET = "warta-of-the-fake", "secret-of-the-fake"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
MINUTE_S = 60


class FakeOpenID(Fake):
    """claims  of whoever signs in next;  token  what its ID token says besides, or instead"""

    def __init__(self):
        super().__init__()
        self.claims = {"sub": "1", "email": "ayu@mail.example", "email_verified": True, "name": "Ayu Lestari"}
        self.token, self.codes, self.passes = {}, {}, {}

    def answer(self, method, path, told, headers):
        match method, path:
            case "GET", "/.well-known/openid-configuration":
                return 200, self.configuration()
            case "GET", "/jwks":
                key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
                return 200, {"keys": [{**key, "kid": "1", "alg": "RS256", "use": "sig"}]}
            case "GET", "/authorize":
                return self.authorize(told)
            case "POST", "/token":
                return self.exchange(told)
            case "GET", "/userinfo":
                claims = self.passes.get(headers.get("Authorization", "").removeprefix("Bearer "))
                return (200, claims) if claims is not None else (401, {"error": "invalid_token"})
        return 404, {}

    def configuration(self):
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo",
                  "jwks_uri": "jwks"}  # fmt: skip
        return {"issuer": self.url, **{name: f"{self.url}/{path}" for name, path in places.items()},
                "response_types_supported": ["code"], "token_endpoint_auth_methods_supported": ["client_secret_post"],
                "id_token_signing_alg_values_supported": ["RS256"]}  # fmt: skip

    def authorize(self, told):
        """Section 3.1.2; a challenge is asked for."""
        right = told["client_id"] == CLIENT and told["response_type"] == "code" and "openid" in told["scope"].split()
        if not right or told.get("code_challenge_method") != "S256":
            return 400, {"error": "invalid_request"}
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**told, "claims": dict(self.claims), "token": dict(self.token)}
        return 302, f"{told['redirect_uri']}?{urlencode({'code': code, 'state': told['state']})}"

    def exchange(self, told):
        """Section 3.1.3; a code is good once, and for whoever made its challenge."""
        given = self.codes.pop(told.get("code"), None)
        if (told.get("client_id"), told.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        digest = hashlib.sha256(told.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if given is None or given["redirect_uri"] != told["redirect_uri"] or given["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        access = secrets.token_urlsafe(16)
        self.passes[access] = given["claims"]
        now = int(time.time())
        said = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + MINUTE_S, "jti": secrets.token_hex(8),
                "nonce": given.get("nonce", ""), **given["claims"], **given["token"]}  # fmt: skip
        id_token = jwt.encode(said, KEY, algorithm="RS256", headers={"kid": "1"})
        return 200, {"access_token": access, "token_type": "Bearer", "expires_in": MINUTE_S, "id_token": id_token}


def going(page):
    """Where a page of ours that goes on by itself leads; None if it is another page."""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)
    return html.unescape(found[1]) if found else None


def follow(url):
    """What a browser does at the provider: goes there, and is sent back. Returns where to."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers["Location"] if answer.status == 302 else None
