"""The supervisor ends what its processes started, however they ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from warta.cli.supervise import _end_group

CHILD = "import subprocess,sys,time; p=subprocess.Popen(['sleep','60']); print(p.pid, flush=True); time.sleep(60)"


def test_what_a_killed_process_started_ends_too():
    process = subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, start_new_session=True)
    grandchild = int(process.stdout.readline())
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    os.kill(grandchild, 0)
    _end_group(process)
    end = time.monotonic() + 5
    while time.monotonic() < end and is_running(grandchild):
        time.sleep(0.02)
    assert not is_running(grandchild)


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] not in "ZX"
    except FileNotFoundError:
        return False
