"""A PostgreSQL server of the tests' own, on a socket and port of its own, ended by its process."""

import getpass
import os
import shutil
import subprocess
import time
from pathlib import Path

from warta.cli.supervise import free_port


def programs():
    """The folder of the newest PostgreSQL's programs; None if there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


class Server:
    """Started on entering, stopped on leaving."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.port = free_port()
        # PostgreSQL refuses to run as root; its own account then runs it.
        self.account = "postgres" if os.getuid() == 0 else getpass.getuser()
        self.url = f"postgresql://{self.account}@127.0.0.1:{self.port}/warta"

    def _run(self, *command):
        if os.getuid() == 0:
            command = ("setpriv", "--reuid", self.account, "--regid", self.account, "--init-groups", *command)
        return command

    def __enter__(self):
        data = self.folder / "data"
        data.mkdir()
        for path in [self.folder, *list(self.folder.parents)[:3]]:
            if os.getuid() == 0 and str(path).startswith("/tmp/"):
                path.chmod(0o755)
        if os.getuid() == 0:
            shutil.chown(data, self.account, self.account)
        bin_folder = programs()
        subprocess.run(
            self._run(str(bin_folder / "initdb"), "-D", str(data), "-A", "trust", "-U", self.account, "-E", "UTF8",
                      "--locale=C.UTF-8", "--no-sync"), check=True, capture_output=True, cwd="/",
        )  # fmt: skip
        self.process = subprocess.Popen(
            self._run(str(bin_folder / "postgres"), "-D", str(data), "-p", str(self.port), "-h", "127.0.0.1",
                      "-k", str(data), "-F"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip
        end = time.monotonic() + 30
        ready = [str(bin_folder / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready, check=False).returncode:
            assert time.monotonic() < end and self.process.poll() is None, "PostgreSQL did not start"
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)
