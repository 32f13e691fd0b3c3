"""Names of devices, as their owners know them."""

import pytest

from warta.readers.devices import device_name

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/19.0 Mobile/15E148 Safari/604.1"
)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0"


@pytest.mark.parametrize(
    ("told", "name"),
    [(CHROME, "Chrome di Linux"), (IPHONE, "Mobile Safari di iOS"), (FIREFOX, "Firefox di Windows"),
     ("", "Perangkat tak dikenal"), ("<script>", "Perangkat tak dikenal"), ("x" * 5000, "Perangkat tak dikenal")],
)  # fmt: skip
def test_a_device_is_named_by_browser_and_system(told, name):
    assert device_name(told) == name


@pytest.mark.django_db
def test_the_page_names_them(client, newspaper, django_user_model):
    django_user_model.objects.create_user("reader@readers.example", "kata-sandi-panjang-9")
    form = {"login": "reader@readers.example", "password": "kata-sandi-panjang-9"}
    client.post("/accounts/login/", form, HTTP_USER_AGENT=FIREFOX)
    shown = client.get("/accounts/devices/", HTTP_USER_AGENT=FIREFOX).content.decode()
    assert "<h2>Firefox di Windows</h2>" in shown and "Mozilla" not in shown
