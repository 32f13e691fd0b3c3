"""The supervisor ends what its processes started, however they ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.cli.command import start
from warta.cli.supervise import _end_group, cannot_listen, free_port, is_taken

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


def test_a_killed_supervisor_leaves_nobody_on_the_port(data):
    port = free_port()
    process = start("serve", "--data", data, "--port", port)
    assert process.stdout.readline() == f"Serving on http://127.0.0.1:{port}/\n"
    assert is_taken("127.0.0.1", port)
    process.kill()
    process.communicate(timeout=30)  # its children held the same output; they are gone too
    assert cannot_listen("127.0.0.1", port) == ""
