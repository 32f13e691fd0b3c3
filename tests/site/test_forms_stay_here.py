"""A form's way to another origin, which browsers would refuse as a redirect."""

import pytest
from django.http import HttpResponseRedirect
from django.test import RequestFactory

from warta.site.middleware import FormsStayHere

ELSEWHERE = 'https://checkout.example/c/pay/1?a="&b=2'


def answered(method, location):
    def view(_request):
        response = HttpResponseRedirect(location)
        response.set_cookie("kept", "1")
        return response

    return FormsStayHere(view)(getattr(RequestFactory(), method)("/accounts/"))


def test_a_page_of_ours_goes_there_by_itself_and_keeps_its_cookies():
    page = answered("post", ELSEWHERE)
    assert page.status_code == 200 and "Location" not in page.headers
    address = ELSEWHERE.replace('"', "%22").replace("&", "&amp;")
    assert f'http-equiv="refresh" content="0; url={address}"' in page.content.decode()
    assert page.cookies["kept"].value == "1"


@pytest.mark.parametrize(
    ("method", "location"),
    [("post", "/accounts/orders/1/"), ("post", "http://testserver/"), ("get", ELSEWHERE)],
)
def test_other_redirects_stay_as_they_are(method, location):
    assert answered(method, location).status_code == 302
