"""Bytes that no client sends: all that comes back is heard, and what stands in it is judged."""

import socket
import threading

import pytest

from warta.leaks import raw
from warta.leaks.paper import Paper, Told


@pytest.fixture
def paper():
    return Paper({name: Told(name, None, 1, f"/daerah/{name}-1/") for name in ("premiumnews", "freenews")})


def answered_by(answers):
    """What `send` hears of a server that says this to whoever comes, and then goes or stays silent."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                for answer in answers:
                    connection.sendall(answer)
                done.wait(10)

        done = threading.Event()
        thread = threading.Thread(target=serve)
        thread.start()
        heard = raw.send(server.getsockname()[1], b"GET / HTTP/1.1\r\n\r\n")
        done.set()
        thread.join()
    return heard


def test_every_answer_is_heard_from_a_server_that_keeps_the_connection():
    answers = [b"HTTP/1.1 200 OK\r\n\r\none", b"HTTP/1.1 500 x\r\n\r\n" + b"two" * 100_000]
    heard = answered_by(answers)
    assert heard == b"".join(answers)
    assert raw.wrong_in(heard) == ["answered 500"] and raw.wrong_in(answers[0]) == []


def test_each_is_another_and_the_control_asks_twice(paper):
    wires = dict(raw.wires(paper))
    assert len(wires) == len(list(raw.wires(paper))) > 300
    assert raw.control(paper).count(b"GET /daerah/freenews-1/ HTTP/1.1\r\n") == 2
