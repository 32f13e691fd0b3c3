"""What the edge is told, under `/_edge/` on the newsroom's socket: recipes, parts, the policy, tokens.

The edge knows no block and no model; this is all that it knows of the newsroom, besides the change log. Every answer is
JSON, and says up to which row of the log it has seen (`as_of`), so that nothing drawn before a change passes for drawn
after it. `tests/edge/test_contract.py` holds both sides to it.

    page/PATH      a recipe with the story's gate; or where else to look: `as`, `location`, `pass`
    parts?key=…    shared parts by their keys; what no longer is a part is left out
    policy         the reading policy, and what the edge must know of addresses
    token          the token of the session in the request's cookies; null: there is none
    notices        what the reader of the session in the request's cookies should know: a list of texts
    reads          posted: metered reads of registered readers, openings of gifts, what was read whole by those who
                   keep a list; answers with the meters as they are
    advertising    posted: which worker asks, the version of the plan that it has, what it chose lately of campaigns;
                   answers with the plan, if that is another, and with how many it may choose
"""

from __future__ import annotations

import json
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse, QueryDict
from django.urls import ResolverMatch, path, resolve
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from warta.access.wire import gate_out, policy_out
from warta.advertising.telling import TELLING
from warta.distribution import urls as distribution
from warta.site import parts
from warta.site import urls as site
from warta.site.account import reads
from warta.site.account.mint import mint, whole_policy
from warta.site.account.notices import notices
from warta.site.colors import colors_url
from warta.site.middleware import KEPT_BY_NOBODY, OldAddresses, language_of, safety_headers
from warta.site.order import places
from warta.site.recipe import Drawn, RecipeResponse
from warta.site.views import errors
from warta.stories.models import Change, Publication

PARAMS = ("month", "page")  # what of a query makes another page; the rest makes none
PASSED = (
    "/accounts/",
    "/admin/",
    "/documents/",
    "/download/",
    "/pay/",
    "/preview/",
)  # never stored: the newsroom answers each reader itself
DRAWN_AT_ONCE = frozenset({"search"})  # pages for one reader
WITHOUT_STORIES = frozenset({"ads", "colors", "epaper-worker", "robots"})  # what no story changes
KEPT_FROM_ALL = frozenset({"healthz", "media"})  # the edge has its own
ERROR_PAGES = "/!"  # an error's page is asked for as `/!404/id`; no address of a reader begins like that
PARTS_MAX = 400  # of one request
PORTS = {"http": 80, "https": 443}
PUBLIC = (*distribution.urlpatterns, *site.urlpatterns)  # what the edge may be told of


class Query(QueryDict):
    """A query that knows which of its parameters were looked at: those alone can make another page."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.used: set[str] = set()  # from now on: to read a query is to look at all of it

    def __getitem__(self, key: str) -> Any:
        self.note(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.note(str(key))
        return super().__contains__(key)

    def note(self, key: str) -> None:
        """Somebody looks at a parameter."""
        if "used" in self.__dict__:
            self.used.add(key)


class EdgeRequest(HttpRequest):
    """What a view is given when the edge asks: nobody's request, at the newspaper's own origin."""

    wants_recipe = True
    tags: frozenset[str] = frozenset({"stories", "lists", "policy"})  # of a page that is drawn in one piece

    def __init__(self, path: str, query: str) -> None:
        super().__init__()
        origin = urlsplit(settings.WARTA.origin)
        self.method = "GET"
        self.path = self.path_info = path
        self.asked = Query(query)
        self.GET = cast(Any, self.asked)
        self.META = {
            "QUERY_STRING": query, "REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": origin.netloc,
            "SERVER_NAME": origin.hostname or "", "SERVER_PORT": str(origin.port or PORTS[origin.scheme]),
        }  # fmt: skip
        self.user = AnonymousUser()
        self.LANGUAGE_CODE = language_of(path)
        self._scheme = origin.scheme

    def _get_scheme(self) -> str:
        return self._scheme


@require_safe
def page(request: HttpRequest, path: str) -> JsonResponse:
    """The recipe of a path; a misspelt path tells where the page is, if it is somewhere."""
    as_of = newest_change()
    asked = EdgeRequest(f"/{path}", request.META.get("QUERY_STRING", ""))
    if asked.path.startswith(PASSED):
        return JsonResponse({"pass": True})
    with translation.override(asked.LANGUAGE_CODE):
        response = _error_page(asked) if asked.path.startswith(ERROR_PAGES) else _answer(asked)
    if response is None:
        return JsonResponse({"pass": True})
    return JsonResponse({"as_of": as_of, **_told(asked, response)})


def newest_change() -> int:
    """The newest row of the change log. One query."""
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _answer(asked: EdgeRequest) -> HttpResponse | None:
    """What the public site answers; None: the newsroom must be asked by each reader."""
    is_for_one = False

    def view(request: HttpRequest) -> HttpResponse:
        nonlocal is_for_one
        try:
            match: ResolverMatch = resolve(request.path, cast(Any, PUBLIC))
            asked.tags = frozenset({"lists", "policy", *(() if match.url_name in WITHOUT_STORIES else ("stories",))})
            if match.url_name == "ads":
                asked.tags |= {"ads"}
            if match.url_name == "colors":  # any key gets today's colours, but only theirs is kept
                request.path = colors_url(Publication.load())
            if match.url_name in DRAWN_AT_ONCE:
                is_for_one = True
                return HttpResponse()
            if match.url_name in KEPT_FROM_ALL:
                raise Http404
            answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
            return answer
        except Http404:
            if not request.path.endswith("/") and is_address(f"{request.path}/"):
                return HttpResponsePermanentRedirect(f"{request.path}/")
            return HttpResponse(status=404)

    response = OldAddresses(view)(asked)
    return None if is_for_one else response


def is_address(path: str) -> bool:
    """Does any view answer there?"""
    try:
        resolve(path)
    except Http404:
        return False
    return True


def _error_page(asked: EdgeRequest) -> HttpResponse:
    """The page of an error, `/!404/id`: one for all addresses."""
    status, _, language = asked.path.removeprefix(ERROR_PAGES).partition("/")
    if language not in dict(settings.LANGUAGES):
        return HttpResponse(status=404)
    asked.LANGUAGE_CODE = language
    with translation.override(language):
        if status == "404":
            return errors.not_found(asked)
        if status == "410":
            return errors.gone(asked, reason="", at=None)
    return HttpResponse(status=404)


def _told(asked: EdgeRequest, response: HttpResponse) -> dict[str, Any]:
    """An answer as the edge is told it."""
    told: dict[str, Any] = {"status": response.status_code, "headers": _headers(asked, response)}
    if isinstance(response, RecipeResponse) and (response.status_code == 200 or asked.path.startswith(ERROR_PAGES)):
        page = response.page
        told |= {"page": page.drawn.plain(), "taken": page.taken, "live": page.live, "varies": True}
        told["gate"] = gate_out(page.gate) if page.gate else None
    elif response.status_code == 200:
        drawn = Drawn([["own", response.content.decode(), []]], asked.tags)
        told |= {"page": drawn.plain(), "taken": [], "live": False, "varies": False, "gate": None}
    elif response.status_code in (404, 410):
        told["as"] = f"{ERROR_PAGES}{response.status_code}/{asked.LANGUAGE_CODE}"
        told["fill"] = getattr(response, "fill", {})
    told["params"] = [name for name in PARAMS if name in asked.asked.used]
    told["key"] = asked.path
    if known := [(name, asked.GET[name]) for name in told["params"] if name in asked.GET]:
        told["key"] += f"?{urlencode(known)}"
    return told


def _headers(asked: EdgeRequest, response: HttpResponse) -> list[tuple[str, str]]:
    if not isinstance(response, RecipeResponse):
        patch_vary_headers(response, ["Accept-Encoding"])  # the edge packs it
    found = {"Content-Language": asked.LANGUAGE_CODE, **KEPT_BY_NOBODY, **safety_headers(asked.path)}
    found |= dict(response.items())
    return [(name.lower(), value) for name, value in found.items() if name.lower() != "content-length"]


@require_safe
def shared_parts(request: HttpRequest) -> JsonResponse:
    """Parts by their keys."""
    as_of = newest_change()
    keys = request.GET.getlist("key")[:PARTS_MAX]
    try:
        drawn = parts.draw_many(keys)
    except parts.UnknownPart as error:
        return JsonResponse({"as_of": as_of, "parts": {}, "unknown": str(error)}, status=404)
    return JsonResponse({"as_of": as_of, "parts": {key: part.plain() for key, part in drawn.items()}})


@require_safe
def policy(request: HttpRequest) -> JsonResponse:
    """What is decided by, and what the edge must know of addresses."""
    as_of = newest_change()
    return JsonResponse(
        {
            "as_of": as_of,
            "policy": policy_out(whole_policy()),
            "params": PARAMS,
            "places": places(),
            "passed": PASSED,
            "short_links": sorted(set().union(*OldAddresses.SHORT)),
            "languages": [code for code, _name in settings.LANGUAGES],
            "language": settings.LANGUAGE_CODE,
            "headers": sorted((name.lower(), value) for name, value in safety_headers("/").items()),
        }
    )


@require_safe
def token(request: HttpRequest) -> JsonResponse:
    """The token of who is signed in, with what they read before they signed in counted."""
    return JsonResponse({"token": mint(request)})


@require_safe
def told_notices(request: HttpRequest) -> JsonResponse:
    """What there is to tell who is signed in."""
    return JsonResponse({"notices": notices(request, timezone.now())})


@csrf_exempt  # asked by the edge alone, on the socket
@require_POST
def posted_reads(request: HttpRequest) -> JsonResponse:
    """Take what was read in; the answer holds each reader's meter as it is now, other processes' reads among it."""
    posted = json.loads(request.body)
    meters = reads.take(posted.get("reads", []), posted.get("gifts", {}), posted.get("history", []))
    return JsonResponse({"meters": meters})


@csrf_exempt  # as above
@require_POST
def posted_advertising(request: HttpRequest) -> JsonResponse:
    """What may run and how often, for a worker of the edge."""
    posted = json.loads(request.body)
    chosen = {int(campaign): int(number) for campaign, number in posted["chosen"].items()}
    told = TELLING.told(
        worker=str(posted["worker"]), chosen=chosen, version=str(posted["version"]), change=newest_change(),
        now=timezone.now(),
    )  # fmt: skip
    return JsonResponse(told)


urlpatterns = [
    path("page/<path:path>", page),
    path("page/", page, {"path": ""}),
    path("parts", shared_parts),
    path("policy", policy),
    path("token", token),
    path("notices", told_notices),
    path("reads", posted_reads),
    path("advertising", posted_advertising),
]
