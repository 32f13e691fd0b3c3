"""The command line as somebody runs it: a process of its own, in an environment of its own."""

import ctypes
import os
import subprocess
import sys

PR_CAPBSET_DROP = 24  # linux/prctl.h
OVERRIDES = (1, 2, 3)  # root's rights to read, search and change what is not its own: linux/capability.h
INIT = ("--host-name", "news.example", "--email", "editor@news.example")


def environment(**more):
    return {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")} | more


def start(*arguments, env=None, **options):
    """Start `warta`."""
    command = [sys.executable, "-m", "warta", *map(str, arguments)]
    return subprocess.Popen(
        command, env=environment() if env is None else env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        **options,
    )  # fmt: skip


def run(*arguments, env=None, **options):
    """Run `warta`; returns exit code, what it printed, what it complained of. There is never a traceback."""
    process = start(*arguments, env=env, **options)
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err, err
    return process.returncode, out, err


def like_others():
    """Called in a new process of root's: it may write no more than any other user."""
    if os.getuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        if any(libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) for capability in OVERRIDES):
            os._exit(77)
