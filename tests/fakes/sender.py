"""A provider's notices on their way: over HTTP, late, twice and in another order, as a test chooses."""

import threading
import time

import httpx

AGAIN_S = 0.2
TRIES = 50


class Sender:
    """Posts what it is given to an address, from a thread of its own.

    delay_s    how long each waits
    copies     how often each is sent
    backwards  what was told in one go is sent with the last of it first
    statuses   how the newspaper answered, in order; what it refused is sent again, as providers do
    """

    def __init__(self, url, headers_of, *, delay_s=0.0, copies=1, backwards=False):
        self.url, self.headers_of = url, headers_of
        self.delay_s, self.copies, self.backwards = delay_s, copies, backwards
        self.statuses, self.waiting, self.ended = [], [], False
        self.news = threading.Condition()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def put(self, body):
        """Something to send."""
        with self.news:
            self.waiting.append(body)
            self.news.notify()

    def end(self):
        """Send no more."""
        with self.news:
            self.ended = True
            self.news.notify()
        self.thread.join(timeout=10)

    def _run(self):
        while True:
            with self.news:
                self.news.wait_for(lambda: self.waiting or self.ended)
                if self.ended:
                    return
            time.sleep(max(self.delay_s, 0.02))  # what belongs together comes together
            with self.news:
                bodies, self.waiting = self.waiting, []
            for body in (bodies[::-1] if self.backwards else bodies) * self.copies:
                self._post(body)

    def _post(self, body):
        for _try in range(TRIES):
            headers = {"Content-Type": "application/json", **self.headers_of(body)}
            try:
                self.statuses.append(httpx.post(self.url, content=body, headers=headers, timeout=10).status_code)
            except httpx.HTTPError:
                self.statuses.append(0)
            if self.statuses[-1] == 200 or self.ended:
                return
            time.sleep(AGAIN_S)
