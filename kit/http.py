"""How answers are sent that are for one reader alone."""

from django.http import HttpResponse


def kept_to_holder(answer: HttpResponse) -> HttpResponse:
    """A page at a secret address, which goes to no other site's records and into no search."""
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer
