"""The floor's pages: a list of twenty rows, a form that inserts one, and ten constant kilobytes."""

from datetime import date

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bench.floor.models import Entry

ROWS = 20
CONSTANT = b"<!doctype html><title>Constant</title>".ljust(10_000, b".")


class EntryForm(forms.Form):
    """The least that is asked for a row."""

    title = forms.CharField(max_length=100)
    text = forms.CharField(max_length=500, widget=forms.Textarea)
    happens_on = forms.DateField()


@require_safe
@login_required
def list_page(request: HttpRequest) -> HttpResponse:
    """Twenty rows by one indexed select."""
    entries = Entry.objects.filter(owner=request.user.pk, happens_on__gte=date(2026, 1, 1))
    context = {"entries": entries.order_by("happens_on")[:ROWS]}
    return render(request, "floor/list_page.html", context)


@require_safe
@login_required
def entry_page(_request: HttpRequest, pk: int) -> HttpResponse:
    """Where the rows of the list point; never measured."""
    return HttpResponse(str(pk))


@require_http_methods(["GET", "POST"])
@login_required
def add_page(request: HttpRequest) -> HttpResponse:
    """A form; sent, it inserts one row and redirects to the list."""
    form = EntryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        Entry.objects.create(owner_id=request.user.pk, **form.cleaned_data)
        return redirect("list")
    return render(request, "floor/add_page.html", {"form": form})


@require_safe
def constant_page(_request: HttpRequest) -> HttpResponse:
    """As many bytes as the list, with nothing behind them: the floor of the floor."""
    return HttpResponse(CONSTANT)
