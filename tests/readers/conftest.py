from importlib import import_module

import pytest

from tests.fakes.openid_server import CLIENT, SECRET, FakeOpenID
from warta.config import Config
from warta.readers.ways import providers


@pytest.fixture
def production(settings):
    """Addresses are confirmed, and colleagues show a second factor: no demo."""
    import_module("warta.urls")  # which addresses allauth has is settled once, by the settings of all tests
    settings.WARTA = Config(settings.WARTA.data, {**settings.WARTA.values, "mode": "production"})
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False


@pytest.fixture
def provider(settings):
    """An OpenID provider that runs, configured as a publisher does."""
    with FakeOpenID() as fake:
        told = {"openid_name": "Kartu", "openid_url": fake.url, "openid_client": CLIENT, "openid_secret": SECRET}
        settings.SOCIALACCOUNT_PROVIDERS = providers(Config(settings.WARTA.data, {**settings.WARTA.values, **told}))
        yield fake
