"""Who may open a page. Without the right a page is not there: the answer is 404, never 403."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from minim.people.models import Person

P = ParamSpec("P")

form_page = require_http_methods(["GET", "HEAD", "POST"])
"""For a page with a form: it is looked at, and sent, and nothing else."""

if TYPE_CHECKING:
    View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> View[P]:
    """Anybody of the company who is signed in; everybody else is sent to the sign-in and comes back."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def organizer_only(view: View[P]) -> View[P]:
    """Organizers. Which program's Organizer is for the query to say: `Program.objects.overseen_by(person)`."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not visitor(request).is_organizer:
            raise Http404
        return view(request, *args, **kwargs)

    return signed_in(guarded)


def visitor(request: HttpRequest) -> Person:
    """Whoever is signed in. For views behind `signed_in` or `organizer_only`."""
    return cast("Person", request.user)


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """A fragment cannot show the sign-in, so htmx is told to open it as a page."""
    came_from = request.get_full_path() if request.method == "GET" else "/"
    if not request.headers.get("HX-Request"):
        return redirect_to_login(came_from)
    answer = HttpResponse(status=204)
    answer.headers["HX-Redirect"] = redirect_to_login(request.headers.get("HX-Current-URL", "/")).url
    return answer
