"""Ways in and what they count with, made of the table of settings. Plain Python: Django's settings import it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from warta.config import Config, ConfigError


def providers(config: Config) -> dict[str, Any]:
    """allauth's words for the providers that are configured whole; the others are not offered.

    raises ConfigError where a provider is configured by half
    """
    found: dict[str, Any] = {}
    if _whole(config, "google_client", "google_secret"):
        app = {"client_id": config.google_client, "secret": config.google_secret}
        found["google"] = {"APPS": [app], "SCOPE": ["profile", "email"], "OAUTH_PKCE_ENABLED": True}
    if _whole(config, "apple_client", "apple_team", "apple_key", "apple_private_key"):
        app = {
            "client_id": config.apple_client, "secret": config.apple_key, "key": config.apple_team,
            "settings": {"certificate_key": config.apple_private_key},
        }  # fmt: skip
        found["apple"] = {"APPS": [app]}
    if _whole(config, "openid_name", "openid_url", "openid_client", "openid_secret"):
        app = {
            "provider_id": "openid", "name": config.openid_name, "client_id": config.openid_client,
            "secret": config.openid_secret, "settings": {"server_url": config.openid_url},
        }  # fmt: skip
        found["openid_connect"] = {"APPS": [app], "OAUTH_PKCE_ENABLED": True}
    return found


def _whole(config: Config, *names: str) -> bool:
    missing = [name for name in names if not getattr(config, name)]
    if missing and len(missing) < len(names):
        raise ConfigError(f"{names[0].partition('_')[0]}: {', '.join(missing)} should be set too, or none of them.")
    return not missing


def cache(url: str, file: Path) -> dict[str, Any]:
    """Django's words for the cache in `url`; empty: a file that all processes of this machine share."""
    if not url:
        return {"BACKEND": "warta.readers.shared.SharedFile", "LOCATION": str(file)}
    scheme, separator, rest = url.partition("://")
    known = {"redis": "redis", "rediss": "rediss", "valkey": "redis", "valkeys": "rediss"}
    if not separator or scheme not in known:
        raise ConfigError("cache_url should look like redis://host:6379/0 (or rediss://, valkey://).")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": f"{known[scheme]}://{rest}"}
