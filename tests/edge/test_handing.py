import pytest

from warta.edge.handing import address_of

PROXIES = ("10.0.0.1",)


@pytest.mark.parametrize(
    ("peer", "lines", "address"),
    [
        ("203.0.113.5", ["198.51.100.7"], "203.0.113.5"),
        ("10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["6.6.6.6, 198.51.100.7, 10.0.0.1"], "198.51.100.7"),
        ("10.0.0.1", ["6.6.6.6", "198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["6.6.6.6", "198.51.100.7, 10.0.0.1"], "198.51.100.7"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
    ],
)
def test_the_address_comes_from_the_connection_or_a_trusted_proxy(peer, lines, address):
    assert address_of(peer, lines, PROXIES) == address
