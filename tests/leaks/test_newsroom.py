"""The crawler goes every road that the edge hands on: each address of the newsroom, with something in its places."""

import re

import pytest
from django.urls import resolve

from warta.leaks.newsroom import filled, routes


def bare(route):
    return re.sub(r"[\^$]|\\Z", "", str(route))


@pytest.mark.parametrize("route", list(routes()))
def test_every_address_of_the_newsroom_is_walked(route):
    assert bare(resolve(filled(route, 7)).route) == bare(route)


def test_all_rooms_behind_the_edge_are_among_them():
    known = set(routes())
    assert {"accounts/gifts/new/", "accounts/login/", "preview/<str:token>/", "admin/service/<int:pk>/"} <= known
    assert len(known) > 200
