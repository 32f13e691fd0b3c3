"""What reaches the newsroom of a reader's request."""

from urllib.parse import unquote

import pytest

from warta.edge.newsroom import may_pass, target_of


@pytest.mark.parametrize("path", ["/daerah/x-41/", "/%5Fedge/policy", "/a b", "/a?b#c", "/é", "/%", "/_édge/policy"])
def test_a_path_arrives_as_it_is(path):
    target = target_of(path, "")
    assert target.isascii() and "?" not in target and "#" not in target and unquote(target) == path


def test_a_query_follows_as_it_stands():
    assert target_of("/search/", "q=a%20b&page=2") == "/search/?q=a%20b&page=2"
    assert target_of("/search/", "q=é #") == "/search/?q=%C3%A9%20%23"


@pytest.mark.parametrize(
    ("name", "may"),
    [("cookie", True), ("user-agent", True), ("x-warta-address", False), ("x_warta_address", False),
     ("x-forwarded-for", False), ("x_forwarded_for", False), ("transfer-encoding", False), ("host", False)],
)  # fmt: skip
def test_nobody_else_speaks_for_the_edge(name, may):
    assert may_pass(name) is may
