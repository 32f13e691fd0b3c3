"""The settings of the tests, put into the environment before Django reads them (see addopts in pyproject.toml)."""

import os
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="warta-tests-"))
for name in [name for name in os.environ if name.startswith("WARTA_")]:
    if name != "WARTA_DATABASE_URL":
        del os.environ[name]
os.environ |= {
    "WARTA_DATA": str(FOLDER),
    "WARTA_MODE": "demo",
    "WARTA_SECRET_KEY": "only-for-tests-" * 3,
    "WARTA_ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "WARTA_LOG_LEVEL": "ERROR",
    # Addresses of a provider exist from the start, or not at all; tests name one that runs (tests/fakes).
    "WARTA_OPENID_NAME": "Kartu",
    "WARTA_OPENID_URL": "http://127.0.0.1:9",
    "WARTA_OPENID_CLIENT": "nobody",
    "WARTA_OPENID_SECRET": "nothing",
}
(FOLDER / "static").mkdir()
