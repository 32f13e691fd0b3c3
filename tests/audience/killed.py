"""A counting worker that is killed at every one of its steps; run in a process of its own by `test_kills.py`.

Usage: python -m tests.audience.killed SPAN    prints how often it was killed, and what was counted of a span
"""

import json
import os
import signal
import sys

import django

django.setup()

from django.db import connections  # noqa: E402
from django.db.models import Sum  # noqa: E402

from warta.audience import services  # noqa: E402
from warta.audience.models import Count, Waiting  # noqa: E402
from warta.audience.services import take_in  # noqa: E402


class Step:
    """Kills the process before and after a statement on the database of reads, the commit among them."""

    def __init__(self, fatal):
        self.fatal = fatal
        self.done = 0

    def __call__(self, execute, sql, params, many, context):
        self.tick()
        given = execute(sql, params, many, context)
        self.tick()
        return given

    def tick(self):
        self.done += 1
        if self.done == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)


def child(fatal):
    """Take one portion in, and die at the step `fatal`."""
    step = Step(fatal)
    reads = connections["reads"]
    reads.ensure_connection()
    reads.execute_wrappers.append(step)
    commit = reads._commit

    def committing():
        step.tick()
        commit()
        step.tick()

    reads._commit = committing
    take_in()
    os._exit(0)


def main():
    """Kill it at each step in turn, always on what is left, until one comes through; then count the rest in peace."""
    services.TEXT_MAX = 1  # one batch a portion
    killed = 0
    while True:
        connections.close_all()
        pid = os.fork()
        if not pid:
            child(killed + 1)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSIGNALED(status):
            break
        killed += 1
    left = Waiting.objects.count()
    while take_in():
        pass
    rows = Count.objects.filter(span=sys.argv[1]).values_list("what").annotate(total=Sum("number"))
    print(json.dumps({"killed": killed, "left": left, "counted": dict(rows)}))


if __name__ == "__main__":
    main()
