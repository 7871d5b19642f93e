"""Where a form may lead back to: an address of this site, nothing else."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def back(request: HttpRequest, otherwise: str = "/") -> str:
    """The page that the request came from when it is ours, else `otherwise`."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        return "/" + urlsplit(referer).path.lstrip("/")
    return otherwise
