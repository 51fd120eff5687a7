"""What the form pack asks about a field. Class names stay in the templates."""

from typing import Any

from django import template
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    Field,
    FileInput,
    MultiWidget,
    RadioSelect,
    Select,
    Textarea,
)
from django.utils.safestring import SafeString

register = template.Library()

# Fields about this many characters wide; SGDS has a class for each.
WIDTHS = (2, 3, 4, 5, 10, 20)
COUNTED_LIMIT = 10_000
DJANGO_REQUIRED = Field.default_error_messages["required"]
# Most derived first: Django's check list is a kind of radio group.
KINDS = (
    (MultiWidget, "parts"),
    (CheckboxSelectMultiple, "checkboxes"),
    (RadioSelect, "radios"),
    (CheckboxInput, "checkbox"),
    (Select, "select"),
    (Textarea, "textarea"),
    (FileInput, "file"),
)


@register.filter
def kind(field: BoundField) -> str:
    """Which part of the pack draws this field; "input" for any box of one line."""
    widget = field.field.widget
    return next((name for cls, name in KINDS if isinstance(widget, cls)), "input")


@register.filter
def first_id(field: BoundField) -> str:
    """Where a link from the error summary should land: the first box of a group."""
    if kind(field) in {"radios", "checkboxes"}:
        return next(
            (option["attrs"]["id"] for _, options in groups(field) for option in options), ""
        )
    if kind(field) == "parts":
        return f"{field.auto_id}_0"
    return field.id_for_label or ""


@register.filter
def sentences(field: BoundField) -> list[str]:
    """What is wrong with a field, naming it: "This field is required." tells nobody which."""
    return [
        ask_for(field) if error.code == "required" and message == DJANGO_REQUIRED else message
        for error, message in zip(field.errors.as_data(), field.errors, strict=True)
    ]


def ask_for(field: BoundField) -> str:
    """The sentence for an answer that is missing."""
    match kind(field):
        case "checkbox":
            return f"Tick “{field.label}”."
        case "radios" | "checkboxes" | "select" | "file":
            return f"Choose an answer to “{field.label}”."
        case _:
            return f"Fill in “{field.label}”."


@register.filter
def width(field: BoundField) -> int | None:
    """The `size` the form asks for, where the design system has that width."""
    size = field.field.widget.attrs.get("size")
    return size if size in WIDTHS else None


@register.filter
def layout(field: BoundField) -> str:
    """The `data-layout` the form asks for: "inline", "columns" or nothing."""
    return str(field.field.widget.attrs.get("data-layout", ""))


@register.filter
def limit(field: BoundField) -> int | None:
    """How many characters a text area may hold, if that is little enough to be worth a count.

    Nobody needs a count to sixty thousand, and without one the page fetches no script for it.
    """
    attrs = field.field.widget.attrs
    found = attrs.get("data-maxlength") or getattr(field.field, "max_length", None)
    if found and (int(found) <= COUNTED_LIMIT or "data-threshold" in attrs):
        return int(found)
    return None


@register.filter
def threshold(field: BoundField) -> int:
    """From how much of the limit, in per cent, the count shows."""
    return int(field.field.widget.attrs.get("data-threshold", 80))


@register.filter
def parts(field: BoundField) -> list[dict[str, Any]]:
    """The boxes of a date: each with its name, id, label, size and what stands in it."""
    widget = field.field.widget
    context = widget.get_context(field.html_name, field.value(), {"id": field.auto_id})
    return [
        {
            "id": box["attrs"]["id"],
            "label": box["attrs"]["data-label"],
            "name": box["name"],
            "size": box["attrs"]["size"],
            "value": box["value"],
        }
        for box in context["widget"]["subwidgets"]
    ]


@register.filter
def groups(field: BoundField) -> list[tuple[str | None, list[dict[str, Any]]]]:
    """The options of radios and check boxes, under their headings if they have any."""
    widget = field.field.widget
    attrs = field.build_widget_attrs({"id": field.auto_id}, widget)
    context = widget.get_context(field.html_name, field.value(), attrs)
    return [(name, options) for name, options, _ in context["widget"]["optgroups"]]


@register.simple_tag
def control(field: BoundField, *, css: str) -> SafeString:
    """The input itself, wearing the classes the template names.

    No `maxlength` is printed: a browser cuts a longer paste short without a word, and what was
    typed must come back with a sentence instead.
    """
    return field.as_widget(
        attrs={
            "class": css,
            "maxlength": False,
            "minlength": False,
            "data-maxlength": False,
            "placeholder": False,
        }
    )
