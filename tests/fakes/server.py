"""A stand-in for a provider, over real HTTP on this machine: it keeps state, and fails where it is told to.

Written from the providers' public documentation, not from their servers: what the live service does beyond it is not
known here.
"""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


class Fake:
    """Answers `answer(method, path, told, headers)`, a status and a value (of 302: where to). `calls` keeps requests.

    failures  how the next calls fail, by a part of the path: "500", or "lost" (done, but the answer never comes)
    notices   what it has to tell us, as (body, headers); the test delivers them, twice or in any order, or loses them
    """

    def __init__(self):
        self.calls, self.failures, self.notices, self.lock = [], [], [], threading.RLock()

    def __enter__(self):
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def _any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                parts = urlsplit(self.path)
                told = json.loads(body) if body[:1] == b"{" else nested(parse_qsl(body.decode()))
                told |= nested(parse_qsl(parts.query))
                with fake.lock:
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
                    return
                data = b"" if status == 302 else json.dumps(value).encode()
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_DELETE = _any

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

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
        elif verb == "refunded":
            return self.refunded()
        return [[base64.b64encode(body).decode(), headers] for body, headers in self.notices]

    def again(self, method, path, told, headers):
        return self.answer(method, path, told, headers)


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
