"""A device with a passkey, by Web Authentication Level 2: it makes a key, and signs what it is asked to."""

import json
import os
from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40  # flags of section 6.1


def text(raw):
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class Device:
    """verifies  does it ask for a finger or a PIN, and say so?"""

    def __init__(self, origin, verifies=True):
        self.origin, self.verifies = origin, verifies
        self.key, self.id, self.signed = ec.generate_private_key(ec.SECP256R1()), os.urandom(16), 0
        self.handle = b""

    def make(self, options):
        """Answers `navigator.credentials.create`; `options` as the page holds them."""
        asked = options["publicKey"]
        self.handle = asked["user"]["id"]
        point = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        data = self._data(asked["rp"]["id"], ATTESTED) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + point
        said = {"fmt": "none", "attStmt": {}, "authData": data}
        response = {"clientDataJSON": text(self._told("webauthn.create", asked["challenge"])),
                    "attestationObject": text(cbor.encode(said)), "transports": ["internal"]}  # fmt: skip
        return self._credential(response) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def sign(self, options):
        """Answers `navigator.credentials.get`."""
        asked = options["publicKey"]
        data, told = self._data(asked["rpId"]), self._told("webauthn.get", asked["challenge"])
        signature = self.key.sign(data + sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        response = {"clientDataJSON": text(told), "authenticatorData": text(data), "signature": text(signature),
                    "userHandle": self.handle}  # fmt: skip
        return self._credential(response) | {"clientExtensionResults": {}}

    def _data(self, host, flags=0):
        self.signed += 1
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return sha256(host.encode()).digest() + bytes([flags]) + self.signed.to_bytes(4, "big")

    def _told(self, what, challenge):
        return json.dumps({"type": what, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _credential(self, response):
        return {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response}
