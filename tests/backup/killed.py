"""Kills a process of its own at each step on the disk that it would take: opening, renaming, removing, making."""

import os
import signal
import sys

STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "shutil.rmtree",
         "sqlite3.connect", "ctypes.dlsym", "subprocess.Popen")  # fmt: skip


def killed_at(step, function):
    """Call a function in a process that is killed before its `step`th step; was it killed before its end?"""
    pid = os.fork()
    if pid == 0:
        left = step

        def hook(event, _):
            nonlocal left
            if event in STEPS:
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        code = 1
        try:
            function()
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(pid, 0)[1]
    assert os.WIFSIGNALED(status) or status == 0, "it failed before it was killed"
    return os.WIFSIGNALED(status)
