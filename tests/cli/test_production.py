"""A newspaper made by `warta init` as a publisher would, and served under its own name."""

import http.client

from tests.cli.command import start
from tests.edge.served import until
from warta.cli.supervise import free_port


def get(port, path, host):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_it_answers_to_its_own_name_alone(data):
    port = free_port()
    process = start("serve", "--data", data, "--port", port)
    try:
        assert process.stdout.readline()
        until(lambda: get(port, "/", "news.example")[0] == 200, 20, "the front page was not served")
        for path in ("/", "/en/", "/accounts/login/", "/feed.xml", "/robots.txt"):
            assert get(port, path, "news.example")[0] == 200, path
        assert get(port, "/admin/", "news.example")[0] == 302
        for host in ("evil.example", "127.0.0.1", "news.example.evil.example"):
            assert get(port, "/", host)[0] == 400, host
    finally:
        process.terminate()
        _out, err = process.communicate(timeout=40)
    assert "answered 400" not in err and "Traceback" not in err
