"""A stand-in for a provider, over real HTTP on this machine: it keeps state, shows readers its pages, sends its
notices, and fails where it is told to.

Written from the providers' public documentation, not from their servers: what the live service does beyond it is not
known here.
"""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.sender import Sender

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><main><h1>{title}</h1>
<p>{amount}</p><form method="post"><button name="how" value="pays">Pay</button> <button name="how" value="fails">
Pay with a card that is refused</button></form><p>{said}</p><a href="{back}">Back to the shop</a></main></html>"""


class Fake:
    """Answers `answer(method, path, told, headers)`, a status and a value (of 302: where to). `calls` keeps requests.

    failures  how the next calls fail, by a part of the path: "500", or "lost" (done, but the answer never comes)
    notices   what it has to tell us, as (body, headers); the test delivers them, twice or in any order, or loses them;
              or the fake does so by itself (`deliver_to`)
    clock     what time it is there, in seconds since 1970
    """

    def __init__(self):
        self.calls, self.failures, self.notices, self.lock = [], [], [], threading.RLock()
        self.sender, self.clock = None, time.time

    def __enter__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        if self.sender is not None:
            self.sender.end()
        self.server.shutdown()
        self.server.server_close()

    def deliver_to(self, url, **how):
        """Send notices by itself from now on: see `Sender`."""
        if self.sender is not None:
            self.sender.end()
        self.sender = Sender(url, self.headers_of, **how)

    def note(self, body):
        """Something to tell."""
        self.notices.append((body, self.headers_of(body)))
        if self.sender is not None:
            self.sender.put(body)

    def headers_of(self, body):
        """What a notice is signed with, at the moment at which it is sent."""
        return {}

    def choose(self, number):
        """The reader takes a way to pay, and does not pay yet; nothing happens where there is nothing to take."""

    def page(self, method, path, told):
        """What a reader sees or does there, as (status, html, location); None: no page has this address."""
        return None

    def fails(self, path):
        for row in self.failures:
            if row[0] in path:
                self.failures.remove(row)
                return row[1]
        return ""

    def control(self, verb, told):
        """What a test in another process asks for."""
        if verb == "reset":
            listening = {name: getattr(self, name) for name in ("server", "url", "lock")}
            self.__init__()
            self.__dict__ |= listening
        elif verb == "pay":
            self.pay(told["number"])
        elif verb == "choose":
            self.choose(told["number"])
        elif verb in ("refunded", "payable"):
            return getattr(self, verb)()
        return [[base64.b64encode(body).decode(), headers] for body, headers in self.notices]

    def again(self, method, path, told, headers):
        return self.answer(method, path, told, headers)


def handler_of(fake):
    """The class that answers for a fake."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer is one packet: in two, the second waits 40 ms for the first to be acknowledged

        def log_message(self, *_):
            pass

        def _any(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            told = json.loads(body) if body[:1] == b"{" else nested(parse_qsl(body.decode()))
            told |= nested(parse_qsl(parts.query))
            with fake.lock:
                if (page := fake.page(self.command, parts.path, told)) is not None:
                    return self._say(page[0], page[1].encode(), "text/html; charset=utf-8", page[2])
                fake.calls.append((self.command, parts.path, told))
                way = fake.fails(parts.path)
                if parts.path.startswith("/_control/"):
                    status, value = 200, fake.control(parts.path.rpartition("/")[2], told)
                elif way == "500":
                    status, value = 500, {}
                else:
                    status, value = fake.again(self.command, parts.path, told, self.headers)
            if way == "lost":
                self.close_connection = True
                return None
            if status == 302:
                return self._say(status, b"", "application/json", value)
            return self._say(status, json.dumps(value).encode(), "application/json", "")

        def _say(self, status, data, kind, location):
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_DELETE = _any

    return Handler


def nested(pairs):
    """Form fields a[b][0]=c as they are meant."""
    found = {}
    for name, value in pairs:
        place = found
        keys = name.replace("]", "").split("[")
        for key in keys[:-1]:
            place = place.setdefault(key, {})
        place[keys[-1]] = value
    return found
