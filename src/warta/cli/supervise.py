"""Starts the processes of a newspaper, watches them, and starts one again that died."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click

from warta.config import Config

PROCESSES = ("newsroom", "edge", "worker")
PATIENCE_S = 60.0  # to the first answer
STOP_S = 10.0  # to end in peace
RESTARTS = 5  # in a minute; more is no accident
# glibc keeps a heap for each thread and gives none of it back: pages that a worker of the edge no longer stores would
# stay in several. Python runs one thread at a time, so that one heap holds nobody up.
ONE_HEAP = {"MALLOC_ARENA_MAX": "1"}
FREE = range(20_000, 32_000)  # ports below those that systems give to the near end of connections


class Supervisor:
    """The processes of one newspaper."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.deaths: list[float] = []
        self.stopping = False

    def run(self, on_ready: Callable[[], None]) -> int:
        """Start all, call `on_ready` once the newsroom answers, watch until a signal; returns the exit code."""
        if fault := cannot_listen(self.config.host, self.config.port):
            click.echo(f"warta: {fault}", err=True)
            return 1
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        for name in PROCESSES:
            self._start(name)
        if not self._wait_for_answer():
            self._stop()
            return 1
        on_ready()
        while not self.stopping:
            time.sleep(0.5)
            if not self._restart_dead():
                self._stop()
                return 1
        self._stop()
        return 0

    def _start(self, name: str) -> None:
        # A group of its own: what the process started ends with it, however it ends. Its standard input closes when
        # we end, however we end.
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", "warta", name, "--watched"], start_new_session=True, stdin=subprocess.PIPE,
            env=(ONE_HEAP if name == "edge" else {}) | os.environ,
        )  # fmt: skip

    def _wait_for_answer(self) -> bool:
        """Do the newsroom and the edge listen, before one of them dies or patience ends?"""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end and not self.stopping:
            if answers(self.config.newsroom_socket) and is_taken(self.config.host, self.config.port):
                return True
            for name in ("newsroom", "edge"):
                if self.running[name].poll() is not None:
                    click.echo(f"warta: the {name} ended while starting; its message stands above.", err=True)
                    return False
            time.sleep(0.05)
        return False

    def _restart_dead(self) -> bool:
        """Start again what died; False when it dies too often."""
        for name, process in list(self.running.items()):
            if process.poll() is None or self.stopping:
                continue
            now = time.monotonic()
            self.deaths = [moment for moment in self.deaths if now - moment < 60] + [now]
            if len(self.deaths) > RESTARTS:
                click.echo(f"warta: the {name} ended {RESTARTS} times within a minute; giving up.", err=True)
                return False
            click.echo(f"warta: the {name} ended with code {process.returncode}; it is started again.", err=True)
            _end_group(process)
            self._start(name)
        return True

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _stop(self) -> None:
        """End all; by force what does not end in time."""
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        end = time.monotonic() + STOP_S
        for process in self.running.values():
            try:
                process.wait(timeout=max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _end_group(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End what a process left behind."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def end_with_supervisor() -> None:
    """Have this process end itself when its supervisor is no more, even when that was killed."""

    def wait() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="watched", daemon=True).start()


def cannot_listen(host: str, port: int) -> str:
    """Why nobody can listen there, and what to do; empty if one can."""
    where = f"{host}:{port}"
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, proto) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return ""
    except socket.gaierror:
        return f"{host} is no address to listen on. Give one of this machine's with --host, as in 127.0.0.1."
    except OSError as error:
        match error.errno:
            case errno.EADDRINUSE:
                return f"{where} is in use by another program. Stop it, or choose another port with --port."
            case errno.EACCES:
                return f"{where} may not be listened on by this user. Choose a port from 1024 with --port."
            case errno.EADDRNOTAVAIL:
                return f"{host} is not an address of this machine. Give one of its own with --host, as in 127.0.0.1."
        return f"{where} cannot be listened on: {error.strerror}."


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on, and that no connection of this machine is given meanwhile."""
    while cannot_listen("127.0.0.1", port := random.choice(FREE)):  # noqa: S311 - no secret
        pass
    return port


def answers(path: Path) -> bool:
    """Does something listen on this Unix socket?"""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(0.5)
        probe.connect(str(path))
        return True
    return False


def is_taken(host: str, port: int) -> bool:
    """Does something listen there?"""
    target = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    with contextlib.suppress(OSError), socket.create_connection((target, port), timeout=0.5):
        return True
    return False
