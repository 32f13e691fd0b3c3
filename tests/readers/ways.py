"""How a reader comes in, by each way; and what a mailbox and a page hold."""

import json
import re
from urllib.parse import urlsplit

from django.core import mail

from tests.fakes.openid_server import follow, going
from tests.newspaper import PASSWORD
from warta.readers.models import User

ORIGIN = "https://testserver"


def a_reader(email="pembaca@readers.example", *, password=PASSWORD, verified=True, **fields):
    user = User.objects.create_user(email, password, **fields)
    user.emailaddress_set.create(email=user.email, verified=verified, primary=True)
    return user


def code():
    """The code in the newest letter."""
    return re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", mail.outbox[-1].body, re.M)[0]


def by_password(client, user, back=""):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD, "next": back})


def by_code(client, user, back=""):
    client.post("/accounts/login/code/", {"email": user.email, "next": back})
    return client.post("/accounts/login/code/confirm/", {"code": code(), "next": back})


def by_signing_up(client, email, back=""):
    answer = client.post("/accounts/signup/", {"email": email, "password1": PASSWORD, "next": back})
    return client.post(answer.url, {"code": code()})


def options_on(page):
    """What a page asks a device for."""
    found = re.search(r'<script id="js_data" type="application/json">(.*?)</script>', page.content.decode(), re.S)
    (options,) = json.loads(found[1]).values()
    return options


def add_passkey(client, device, name="Ponsel"):
    """Add a passkey to the account that is signed in and was asked again."""
    made = device.make(options_on(client.get("/accounts/2fa/webauthn/add/")))
    return client.post("/accounts/2fa/webauthn/add/", {"name": name, "credential": json.dumps(made)})


def by_passkey(client, device, back=""):
    options = client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"}).json()
    signed = device.sign(options["request_options"])
    return client.post("/accounts/2fa/webauthn/login/", {"credential": json.dumps(signed), "next": back})


def sent_back(client, back="", process="login"):
    """Go to the provider, and come back from it: the address that the browser is sent to."""
    start = client.post("/accounts/oidc/openid/login/", query_params={"process": process, "next": back})
    return follow(going(start.content.decode()))


def by_openid(client, back="", process="login"):
    address = urlsplit(sent_back(client, back, process))
    return client.get(f"{address.path}?{address.query}")
