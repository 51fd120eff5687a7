"""What an edition says, put into HTML once: thousands read the same, and it does not change."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from digests.charts import drawing_of
from digests.content import Chart, Part

KEPT = 300  # parts, each as deep as somebody read it
KEPT_CHARTS = 20


@lru_cache(maxsize=KEPT)
def part_in_html(part: Part, *, town_url: str = "", correct_url: str = "") -> SafeString:
    """What an edition says of a town. The addresses are of its own page, and of corrections."""
    context = {"part": part, "town_url": town_url, "correct_url": correct_url}
    return render_to_string("digests/_part.html", context)


@lru_cache(maxsize=KEPT_CHARTS)
def chart_in_html(chart: Chart) -> SafeString:
    """A chart with its words and its table."""
    drawing = drawing_of(chart, ids=f"chart-{chart.key}")
    return render_to_string("digests/_chart.html", {"chart": drawing})
