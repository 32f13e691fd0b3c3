import pytest

from tests.fakes import midtrans_server, stripe_server
from warta.config import Config


def configured(settings, **more):
    settings.WARTA = Config(settings.WARTA.data, {**settings.WARTA.values, **more})


@pytest.fixture
def stripe(settings):
    with stripe_server.FakeStripe() as fake:
        configured(settings, stripe_secret_key=stripe_server.KEY, stripe_webhook_secret=stripe_server.SECRET,
                   stripe_api_url=fake.url)  # fmt: skip
        yield fake


@pytest.fixture
def midtrans(settings):
    with midtrans_server.FakeMidtrans() as fake:
        configured(settings, midtrans_server_key=midtrans_server.KEY, midtrans_api_url=fake.url,
                   midtrans_snap_url=fake.url)  # fmt: skip
        yield fake
