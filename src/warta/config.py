"""The table of settings: one place for every name, type, bound, default and explanation.

A value comes from the environment (``WARTA_PORT``), else from ``warta.toml`` (``port = 8000``) in the data folder, else
from the default here. Whatever is unknown or malformed is refused by name. Pure Python, no Django: every process reads
it. ``docs/settings.md`` is made from this table, and a test compares the two.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import tempfile
import tomllib
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

PREFIX = "WARTA_"
FILE_NAME = "warta.toml"
MiB = 1024 * 1024


class ConfigError(Exception):
    """A setting is unknown, malformed or unsafe. The message names it and says what to do; it never holds a value
    that may be secret."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table.

    type      str, int, bool, list (of str) or Path; a list is written with commas in the environment
    minimum, maximum   bounds of an int, both included
    choices   the only values a str may have
    check     called with the value; raises ValueError saying what it should be
    secret    never printed
    """

    name: str
    type: type
    default: Any
    group: str
    doc: str
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()
    check: Callable[[Any], object] | None = None
    secret: bool = False


def _a_time_zone(value: str) -> None:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("a time zone's name, as in Asia/Jakarta") from error


def _an_origin(value: str) -> None:
    if value and (not value.startswith(("http://", "https://")) or value.endswith("/")):
        raise ValueError("an address without a slash at its end, as in https://news.example")


def _a_safe_origin(value: str) -> None:
    _an_origin(value)
    host = urlsplit(value).hostname
    if value.startswith("http://") and host not in ("127.0.0.1", "::1", "localhost"):
        raise ValueError("an address that begins with https://: what is said there about readers is believed")


def _a_redis(value: str) -> None:
    if value and urlsplit(value).scheme not in ("redis", "rediss", "valkey", "valkeys"):
        raise ValueError("an address like redis://host:6379/0 (or rediss://, valkey://)")


TABLE: tuple[Setting, ...] = (
    # Where and how
    Setting("mode", str, "production", "start", "`demo` for the sample newspaper, `production` for a real one; only "
            "`production` refuses unsafe settings", choices=("production", "demo")),
    Setting("debug", bool, False, "start", "show errors with their details in the browser; never in production"),
    Setting("host", str, "127.0.0.1", "start", "the address to listen on"),
    Setting("port", int, 8000, "start", "the port to listen on", minimum=1, maximum=65535),
    Setting("workers", int, 1, "start", "processes that answer readers (the edge); one a core is enough", minimum=1,
            maximum=64),
    Setting("metrics_port", int, 0, "start", "the port on which counters are served at /metrics, on 127.0.0.1 alone; "
            "0: none", minimum=0, maximum=65535),
    Setting("threads", int, 8, "start", "threads that render pages in the newsroom process", minimum=1, maximum=64),
    Setting("log_level", str, "INFO", "start", "how much is logged", choices=("DEBUG", "INFO", "WARNING", "ERROR")),
    # Safety
    Setting("secret_key", str, "", "safety", "signs sessions and tokens; at least 32 characters, kept secret",
            secret=True),
    Setting("allowed_hosts", list, (), "safety", "the host names this newspaper answers to, as in news.example"),
    Setting("site_url", str, "", "safety", "the newspaper's public address, as in https://news.example; feeds and "
            "sitemaps use it. Empty: the address of the request", check=_an_origin),
    Setting("trusted_proxies", list, (), "safety", "addresses of proxies whose X-Forwarded-For is believed"),
    Setting("https", bool, False, "safety", "the site is reached over HTTPS: cookies are marked secure, HSTS is sent"),
    Setting("staff_second_factor", bool, True, "safety", "newsroom accounts need a second factor (not in the demo)"),
    # Delivery
    Setting("store_bytes", int, 256 * MiB, "delivery", "the most that one edge worker keeps of pages, in bytes",
            minimum=4 * MiB, maximum=64 * 1024 * MiB),
    Setting("cutoff", str, "teaser", "delivery", "what readers get of stories from a worker that cannot read the "
            "change log: `teaser` for all, or `unavailable`", choices=("teaser", "unavailable")),
    Setting("interface", str, "rsgi", "delivery", "how the edge is run: `rsgi` is quicker, `asgi` known to more tools",
            choices=("rsgi", "asgi")),
    # Place and language
    Setting("language", str, "id", "language", "the language of the newspaper's front page", choices=("id", "en")),
    Setting("time_zone", str, "Asia/Jakarta", "language", "the zone in which times are shown and months roll over",
            check=_a_time_zone),
    # Engines
    Setting("database_url", str, "", "engines", "postgresql://user:password@host/name; empty: SQLite in the data "
            "folder", secret=True),
    Setting("email_url", str, "", "engines", "smtp://user:password@host:587 (smtps:// for TLS from the start); empty: "
            "letters are written to the folder outbox", secret=True),
    Setting("email_from", str, "newsroom@localhost", "engines", "the sender of letters"),
    Setting("cache_url", str, "", "engines", "redis://host:6379/0 (rediss:// for TLS, valkey:// for Valkey), where "
            "attempts to sign in are counted; empty: the file limits.sqlite3. Needed by newsrooms on several machines",
            secret=True),
    Setting("reads_url", str, "", "engines", "redis://host:6379/1 (rediss://, valkey://), a stream through which the "
            "edge tells what is read; empty: the database. For edges on several machines; it must not evict",
            secret=True, check=_a_redis),
    # What is read
    Setting("reads_minutes_days", int, 2, "audience", "days for which reads are kept by the minute", minimum=1,
            maximum=90),
    Setting("reads_hours_days", int, 90, "audience", "days for which reads are kept by the hour; by the day they stay",
            minimum=2, maximum=3650),
    Setting("reads_address_events", int, 3000, "audience", "events that are counted from one address within a minute, "
            "by each edge worker; many readers of a telephone network share one", minimum=20, maximum=10_000_000),
    Setting("reads_address_visitors", int, 2000, "audience", "visitors that are counted from one address within a day, "
            "by each edge worker", minimum=1, maximum=10_000_000),
    # Signing in with another's account
    Setting("google_client", str, "", "sign-in", "Google's client id; with `google_secret`: sign-in with Google"),
    Setting("google_secret", str, "", "sign-in", "Google's client secret", secret=True),
    Setting("apple_client", str, "", "sign-in", "Apple's services id; with the three below: sign-in with Apple"),
    Setting("apple_team", str, "", "sign-in", "Apple's team id"),
    Setting("apple_key", str, "", "sign-in", "the id of the key made at Apple"),
    Setting("apple_private_key", str, "", "sign-in", "that key itself, as in the .p8 file", secret=True),
    Setting("openid_name", str, "", "sign-in", "the name readers know another OpenID provider by"),
    Setting("openid_url", str, "", "sign-in", "its address, under which /.well-known/openid-configuration stands",
            check=_a_safe_origin),
    Setting("openid_client", str, "", "sign-in", "the client id it gave; with the rest, readers sign in "
            "with it"),
    Setting("openid_secret", str, "", "sign-in", "the client secret it gave", secret=True),
    # Payments
    Setting("stripe_secret_key", str, "", "payments", "Stripe's secret key (sk_live_…); empty: not offered",
            secret=True),
    Setting("stripe_webhook_secret", str, "", "payments", "the signing secret of the webhook /pay/stripe/notice/ "
            "(whsec_…); without it Stripe is not offered", secret=True),
    Setting("stripe_api_url", str, "https://api.stripe.com", "payments", "where Stripe is asked; only tests change it",
            check=_an_origin),
    Setting("midtrans_server_key", str, "", "payments", "Midtrans' server key; empty: not offered", secret=True),
    Setting("midtrans_production", bool, False, "payments", "the server key is of Midtrans' production, not of its "
            "sandbox"),
    Setting("midtrans_api_url", str, "", "payments", "where Midtrans' Core API is asked; empty: as "
            "midtrans_production says; only tests change it", check=_an_origin),
    Setting("midtrans_snap_url", str, "", "payments", "where Midtrans' Snap is asked; empty: as midtrans_production "
            "says; only tests change it", check=_an_origin),
    # The newsroom
    Setting("four_eyes", str, "auto", "newsroom", "nobody publishes their own story: `auto` as soon as two people may "
            "publish, `on`, or `off`", choices=("auto", "on", "off")),
    Setting("upload_bytes", int, 30 * MiB, "newsroom", "the largest picture that may be uploaded, in bytes",
            minimum=100_000, maximum=1024 * MiB),
    # Import
    Setting("import_bytes", int, 4096 * MiB, "import", "the largest file `warta import` reads, in bytes",
            minimum=1, maximum=1024 * 1024 * MiB),
    Setting("import_downloads", bool, True, "import", "`warta import` may download pictures from public addresses"),
)  # fmt: skip

BY_NAME: Mapping[str, Setting] = MappingProxyType({setting.name: setting for setting in TABLE})


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of one process, and the folder where everything lives.

    ``config.port`` reads a setting; the attribute is the name in the table.
    """

    data: Path
    values: Mapping[str, Any] = field(repr=False)  # holds secrets

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def newsroom_socket(self) -> Path:
        """The Unix socket on which the newsroom answers the edge. A path may have about a hundred characters."""
        path = self.data / "run" / "newsroom.sock"
        if len(str(path).encode()) < 100:
            return path
        name = hashlib.sha256(str(self.data).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"warta-{os.getuid()}-{name}" / "newsroom.sock"

    @property
    def reads_stream(self) -> str:
        """`reads_url` as redis-py knows it: Valkey speaks the same language."""
        scheme, separator, rest = str(self.values["reads_url"]).partition("://")
        return f"{scheme.replace('valkeys', 'rediss').replace('valkey', 'redis')}{separator}{rest}"

    @property
    def origin(self) -> str:
        """The newspaper's public address without a slash at its end: the setting, else what the others say."""
        if self.values["site_url"]:
            return str(self.values["site_url"])
        scheme = "https" if self.values["https"] else "http"
        if self.values["allowed_hosts"] and not self.is_demo:
            return f"{scheme}://{self.values['allowed_hosts'][0]}"
        host = self.values["host"] if self.values["host"] not in ("", "0.0.0.0", "::") else "127.0.0.1"  # noqa: S104
        return f"{scheme}://{host}:{self.values['port']}"

    @property
    def is_demo(self) -> bool:
        """Is this the sample newspaper?"""
        return bool(self.values["mode"] == "demo")


def load(data: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Read the settings of the newspaper in `data` (default: ``WARTA_DATA``, else ``.warta``).

    raises ConfigError for an unknown name, a malformed value or an unreadable file.
    """
    environ = os.environ if environ is None else environ
    folder = Path(data or environ.get(PREFIX + "DATA") or ".warta").expanduser().absolute()
    values = {setting.name: setting.default for setting in TABLE}
    values |= _from_file(folder / FILE_NAME)
    values |= _from_environment(environ)
    return Config(folder, MappingProxyType(values))


def unsafe(config: Config) -> list[str]:
    """What keeps this configuration from a production start: one sentence each, saying what to set."""
    faults = []
    if len(config.secret_key) < 32:
        faults.append("secret_key is missing or shorter than 32 characters: set WARTA_SECRET_KEY, or secret_key in "
                      "warta.toml (`warta init` writes one)")  # fmt: skip
    if config.debug:
        faults.append("debug is on: unset WARTA_DEBUG and debug in warta.toml")
    if not config.allowed_hosts:
        faults.append("allowed_hosts is empty: set it to the newspaper's host names, as in "
                      'allowed_hosts = ["news.example"]')  # fmt: skip
    for name in config.allowed_hosts:
        if name.startswith(("*", ".")):
            faults.append(f"allowed_hosts holds {name}, which answers to any name: list the newspaper's host names")
    if config.site_url.startswith("https://") and not config.https:
        faults.append("site_url is https, but https is off: set https = true so that cookies are marked secure")
    return faults


def _from_file(path: Path) -> dict[str, Any]:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        table = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not a TOML file: {error}.") from error
    return {name: _checked(_known(name, f"{path}: "), value, f"{path}: {name}") for name, value in table.items()}


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for key, text in environ.items():
        if key.startswith(PREFIX) and key not in (PREFIX + "DATA",):
            setting = _known(key.removeprefix(PREFIX).lower(), "environment: ", shown=key)
            values[setting.name] = _checked(setting, _parsed(setting, text, key), key)
    return values


def _known(name: str, where: str, shown: str | None = None) -> Setting:
    setting = BY_NAME.get(name)
    if setting is None:
        near = difflib.get_close_matches(name, BY_NAME, n=1)
        hint = f" Did you mean {near[0]}?" if near else " `warta settings` lists all."
        raise ConfigError(f"{where}{shown or name} is not a setting.{hint}")
    return setting


def _parsed(setting: Setting, text: str, shown: str) -> Any:
    """The value written as text in the environment."""
    if setting.type is bool:
        known = {
            "1": True,
            "true": True,
            "yes": True,
            "on": True,
            "0": False,
            "false": False,
            "no": False,
            "off": False,
        }
        if text.lower() not in known:
            raise ConfigError(f"{shown} should be true or false.")
        return known[text.lower()]
    if setting.type is int:
        try:
            return int(text)
        except ValueError:
            raise ConfigError(f"{shown} should be a whole number.") from None
    if setting.type is list:
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _checked(setting: Setting, value: Any, shown: str) -> Any:
    """`value` within its type, bounds, choices and own check; a list comes back as a tuple."""
    right = isinstance(value, setting.type) and not (setting.type is int and isinstance(value, bool))
    if not right:
        kind = {str: "text", int: "a whole number", bool: "true or false", list: "a list of texts"}[setting.type]
        raise ConfigError(f"{shown} should be {kind}.")
    if setting.type is list:
        if not all(isinstance(part, str) for part in value):
            raise ConfigError(f"{shown} should be a list of texts.")
        return tuple(value)
    if setting.choices and value not in setting.choices:
        raise ConfigError(f"{shown} should be one of: {', '.join(setting.choices)}.")
    if setting.minimum is not None and value < setting.minimum:
        raise ConfigError(f"{shown} should be at least {setting.minimum}.")
    if setting.maximum is not None and value > setting.maximum:
        raise ConfigError(f"{shown} should be at most {setting.maximum}.")
    if setting.check is not None:
        try:
            setting.check(value)
        except ValueError as error:
            raise ConfigError(f"{shown} should be {error}.") from error
    return value


def as_markdown() -> str:
    """The table as the page ``docs/settings.md``."""
    lines = [
        "# Settings",
        "",
        "From the environment (`WARTA_PORT=8000`), else from `warta.toml` in the data folder (`port = 8000`), else the",
        "default. An unknown name or a malformed value is refused. `WARTA_DATA`, or `--data`, says where the data",
        "folder is. This page is made by `warta settings --markdown`.",
    ]
    group = ""
    for setting in TABLE:
        if setting.group != group:
            group = setting.group
            lines += ["", f"## {group.capitalize()}", "", "| name | kind | default | what it is |", "|---|---|---|---|"]
        kind = " or ".join(setting.choices) if setting.choices else setting.type.__name__
        if setting.minimum is not None:
            kind += f", {setting.minimum} to {setting.maximum}"
        default = "" if setting.default in ("", ()) else f"`{setting.default}`"
        lines.append(f"| `{setting.name}` | {kind} | {default} | {setting.doc} |")
    return "\n".join(lines) + "\n"
