"""Servers for a run: newspapers of any size, and nginx with one file. All on loopback, ended by their process."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.rows import Rows
from warta.cli.supervise import free_port

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass
class Newspaper:
    """A served newspaper."""

    data: Path
    port: int
    process: subprocess.Popen[bytes]
    seconds: float  # from the command to a served front page

    @property
    def edge(self) -> int:
        """The process that started the edge's workers."""
        return next(pid for pid in children(self.process.pid) if b"edge" in command(pid))

    def tree(self) -> list[int]:
        """All its processes."""
        return [self.process.pid, *below(self.process.pid)]


def environment() -> dict[str, str]:
    """Nobody's settings but ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("WARTA_", "DJANGO_"))}


def warta(*arguments: object) -> list[str]:
    """The command line."""
    return [sys.executable, "-m", "warta", *map(str, arguments)]


def make_archive(data: Path, size: int, rows: Rows) -> Path:
    """The sample newspaper with an archive of `size` stories more; one that is there is taken as it is."""
    done = data / "bench-archive"
    if done.exists():
        return data
    if not (data / "warta.toml").exists():
        subprocess.run(warta("demo", "--data", data, "--no-serve"), env=environment(), check=True, **QUIET)
    began = time.monotonic()
    said = subprocess.run(
        warta("generate", "--stories", size, "--data", data), env=environment(), check=True, capture_output=True,
        text=True,
    ).stdout  # fmt: skip
    seconds = time.monotonic() - began
    disk = sum(file.stat().st_size for file in data.glob("*.sqlite3*"))
    target = ">= 2,000" if size > 20_000 else ""  # of few stories the command's start takes longer
    note = f"from the command to its end; {disk / size / 1024:.1f} KiB a story in the database's files"
    rows.add(f"filling the archive, {size:,} stories", size / seconds, "stories/s", target=target, note=note)
    held = int(re.search(r"longest write took (\d+) ms", said)[1])  # type: ignore[index]
    rows.add(
        f"write lock held, {size:,} stories", held, "ms (most)", target="<= 50", note="while the archive is filled"
    )
    forget_tasks(data)
    done.write_text(str(size))
    return data


def forget_tasks(data: Path) -> None:
    """Throw away what waits for the worker after a first start: pictures' other sizes and formats, for minutes.

    A newspaper of every day has no such heap before it, and what is measured asks for no picture.
    """
    with contextlib.closing(sqlite3.connect(data / "warta.sqlite3", isolation_level=None)) as opened:
        opened.execute("DELETE FROM django_tasks_database_dbtaskresult WHERE status = 'READY'")


@contextmanager
def served(
    data: Path, *, workers: int = 1, start: str = "serve", env: dict[str, str] | None = None
) -> Iterator[Newspaper]:  # fmt: skip
    """Serve a newspaper until the block ends; `env`: settings."""
    port = free_port()
    arguments = [start, "--data", data, "--port", port, *(["--workers", workers] if start == "serve" else [])]
    began = time.monotonic()
    process = subprocess.Popen(warta(*arguments), env=environment() | (env or {}), **QUIET)
    try:
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if get(port, "/")[0] == 200:
                    break
            if process.poll() is not None or time.monotonic() - began > 180:
                raise SystemExit(f"the newspaper in {data} was not served")
            time.sleep(0.02)
        yield Newspaper(data, port, process, time.monotonic() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def get(port: int, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """One answer on a connection of its own: status, body as sent, headers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


@contextmanager
def nginx(body: bytes, folder: Path) -> Iterator[tuple[int, int]]:
    """nginx with one worker, answering every address with one compressed file; gives its port and its process."""
    home = folder / "nginx"
    (home / "html").mkdir(parents=True, exist_ok=True)
    home.chmod(0o755)
    (home / "html/page.html.gz").write_bytes(body)
    (home / "html/page.html").write_bytes(b"plain")
    port = free_port()
    paths = "".join(f"{name}_temp_path {home}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (home / "nginx.conf").write_text(
        f"user root; daemon off; worker_processes 1; pid {home}/pid; error_log {home}/error.log;"
        "events { worker_connections 1024; }"
        f"http {{ access_log off; sendfile on; keepalive_requests 10000000; {paths}"
        f"server {{ listen 127.0.0.1:{port}; root {home}/html;"
        " location / { try_files /page.html =404; gzip_static on; default_type text/html; } } }"
    )
    process = subprocess.Popen([str(nginx_program()), "-c", str(home / "nginx.conf"), "-p", str(home)], **QUIET)
    try:
        end = time.monotonic() + 10
        while True:
            with contextlib.suppress(OSError):
                if get(port, "/")[0] == 200:
                    break
            if time.monotonic() > end:
                raise SystemExit(f"nginx did not start: {(home / 'error.log').read_text()[-500:]}")
            time.sleep(0.02)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=10)


@dataclass(frozen=True)
class Load:
    """What wrk saw."""

    per_second: float
    p99_ms: float
    failed: int
    cpu_us: float  # processor time of the server's processes a request
    number: int  # requests that were answered


def wrk(port: int, script: Path, pid: int, *, seconds: int, connections: int = 16) -> Load:
    """Ask as often as one thread can; `pid`: whose processor time is counted, with all below."""
    before = cpu_s(pid)
    out = subprocess.run(
        [str(wrk_program()), "-t1", f"-c{connections}", f"-d{seconds}", "--latency", "-s", str(script),
         f"http://127.0.0.1:{port}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    used = cpu_s(pid) - before
    number = int(re.search(r"(\d+) requests in", out)[1])  # type: ignore[index]
    p99, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()  # type: ignore[union-attr]
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])  # type: ignore[index]
    scale = {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]
    return Load(rate, float(p99) * scale, int(bad[1]) if bad else 0, used / max(number, 1) * 1e6, number)


def nginx_program() -> str | None:
    """Where nginx is."""
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


def wrk_program() -> str | None:
    """Where wrk is."""
    return shutil.which("wrk")


def children(pid: int) -> list[int]:
    """The processes a process started."""
    with contextlib.suppress(OSError):
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    return []


def below(pid: int) -> list[int]:
    """All processes below one."""
    return [found for child in children(pid) for found in (child, *below(child))]


def command(pid: int) -> bytes:
    """A process's command line."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def cpu_s(pid: int) -> float:
    """Seconds of processor time that a process and those below it have used."""
    ticks = 0
    for found in (pid, *below(pid)):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{found}/stat").read_text().rsplit(") ", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_mb(pids: list[int]) -> float:
    """Memory of these processes, shared pages counted once (PSS)."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1])  # type: ignore[index]
    return total / 1024
