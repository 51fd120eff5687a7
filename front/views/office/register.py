"""The register of organisations as a table: taken, and read from a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from front.actions.register import export_register, import_register, plan_of
from front.forms.register import LARGEST_UPLOAD, ConfirmRegisterForm, RegisterFileForm
from front.views.office.doors import office
from kit.errors import DomainError
from kit.uploads import takes_files
from people.http import AuthedRequest
from people.models import Organisation
from people.queries import sectors_in_order
from people.register_files import COLUMNS, RegisterFile, read_register, retyped
from people.register_plan import Plan

MOST_SHOWN = 50


@require_POST
@office
def export(request: AuthedRequest) -> HttpResponse:
    """The whole register for a spreadsheet. A form takes it, as who took it is recorded."""
    table = export_register(by=request.user, at=timezone.now())
    return HttpResponse(
        table,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="register.csv"'},
    )


@takes_files(LARGEST_UPLOAD)
@require_http_methods(["GET", "POST"])
@office
def import_page(request: AuthedRequest) -> HttpResponse:
    """A file of organisations: read, every bad row named, and shown before anything is kept."""
    posted = request.method == "POST"
    form = RegisterFileForm(request.POST if posted else None, request.FILES if posted else None)
    read, plan = RegisterFile(), Plan()
    if form.is_valid():
        read = read_register(form.content())
        plan = plan_of(read, user=request.user, at=timezone.now())
        form.refuse(plan.faults)
    if form.is_valid():
        return _preview(request, read, plan)
    context = {
        "form": form,
        "columns": COLUMNS,
        "kinds": Organisation.Kind.choices,
        "sectors": list(sectors_in_order().values_list("name", flat=True)),
    }
    return render(request, "front/office/register_import_page.html", context)


def _preview(request: AuthedRequest, read: RegisterFile, plan: Plan) -> HttpResponse:
    kinds = (("New", plan.added), ("Renamed", plan.renamed), ("Changed", plan.changed))
    context = {
        "plan": plan,
        "kinds": [
            (title, len(rows), rows[:MOST_SHOWN], len(rows[MOST_SHOWN:]))
            for title, rows in kinds
            if rows
        ],
        "confirm": ConfirmRegisterForm(initial={"table": retyped(read), "mark": plan.mark}),
    }
    return render(request, "front/office/register_preview_page.html", context)


@require_POST
@office
def confirm(request: AuthedRequest) -> HttpResponse:
    """Keeps what the preview showed, all or none."""
    form = ConfirmRegisterForm(request.POST)
    if not form.is_valid():
        return redirect("front:office_register_import")
    read = read_register(form.cleaned_data["table"].encode(errors="surrogateescape"))
    mark, now = form.cleaned_data["mark"], timezone.now()
    try:
        plan = import_register(read, mark=mark, by=request.user, at=now)
    except DomainError as refusal:
        messages.error(request, f"Nothing has been kept. {refusal}")
        return redirect("front:office_register_import")
    changed = len(plan.renamed) + len(plan.changed)
    messages.success(
        request, f"{len(plan.added)} added, {changed} changed, {plan.unchanged} as before."
    )
    return redirect("front:office_organisations")
