"""Many steps of random lives: `python -m tests.subscriptions.lives STEPS [SEED]`, in the newspaper of WARTA_DATA.

Prints how many were walked, in how many seconds, as JSON; a step that goes wrong is told with all before it.
"""

import json
import os
import sys
import time

os.environ |= {"WARTA_MODE": "demo", "WARTA_SECRET_KEY": "only-for-tests-" * 3, "WARTA_LOG_LEVEL": "ERROR",
               "WARTA_TIME_ZONE": "Europe/Berlin", "DJANGO_SETTINGS_MODULE": "warta.settings"}  # fmt: skip

import django
from django.conf import settings as ours

# A process may die here, not the machine: what was written is there without waiting for the disk.
ours.DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
django.setup()

from hypothesis import HealthCheck, Phase, seed, settings  # noqa: E402
from hypothesis.stateful import run_state_machine_as_test  # noqa: E402

from tests.subscriptions.lives.machine import Lives  # noqa: E402
from tests.subscriptions.lives.world import World  # noqa: E402

STEPS = 50  # of one life


def main(steps, start):
    began = time.monotonic()
    chosen = settings(max_examples=20, stateful_step_count=STEPS, deadline=None, database=None,
                      phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    with World() as world:
        Lives.world, Lives.steps = world, 0
        while Lives.steps < steps:
            run_state_machine_as_test(seed(start)(Lives), settings=chosen)
            start += 1
    print(json.dumps({"steps": Lives.steps, "seconds": time.monotonic() - began}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
