"""What the form pack asks about a field. Class names stay in the templates."""

from typing import Any

from django import template
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    ChoiceField,
    Field,
    FileInput,
    MultiWidget,
    RadioSelect,
    Select,
    Textarea,
)
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kit.refusals import in_our_words
from kit.text import without_unstorable

register = template.Library()

# Fields about this many characters wide; SGDS has a class for each.
WIDTHS = (2, 3, 4, 5, 10, 20)
COUNTED_LIMIT = 10_000
NOT_PRINTED: dict[str, str | bool] = dict.fromkeys(
    ("maxlength", "minlength", "placeholder", "data-maxlength", "data-threshold"), False
)
# Django's words for an answer that is missing, or not among those offered.
ASKED_AGAIN = (
    Field.default_error_messages["required"],
    ChoiceField.default_error_messages["invalid_choice"],
)
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
        return next((option["id"] for _, options in groups(field) for option in options), "")
    if kind(field) == "parts":
        return f"{field.auto_id}_0"
    return field.id_for_label or ""


@register.filter
def sentences(field: BoundField) -> list[str]:
    """What is wrong with a field, naming it: "This field is required." tells nobody which."""
    return [
        ask_for(field) if error.message in ASKED_AGAIN else in_our_words(error)
        for error in field.errors.as_data()
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
def layout(field: BoundField) -> str:
    """The `data-layout` the form asks for: "inline", "columns" or nothing."""
    return str(field.field.widget.attrs.get("data-layout", ""))


@register.filter
def limit(field: BoundField, kind: str) -> int | None:
    """How many characters a text area may hold, if that is little enough to be worth a count.

    Nobody needs a count to sixty thousand, and without one the page fetches no script for it.
    """
    if kind != "textarea":
        return None
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
    chosen = widget.format_value(field.value())
    return [
        (
            name,
            [
                {
                    "checked": option["selected"],
                    "disabled": field.field.disabled,
                    "hint": option.get("hint", ""),
                    "id": option["attrs"]["id"],
                    "label": option["label"],
                    "name": option["name"],
                    "value": str(option["value"]),
                }
                for option in options
            ],
        )
        for name, options, _ in widget.optgroups(field.html_name, chosen, {"id": field.auto_id})
    ]


@register.simple_tag
def control(field: BoundField, *, css: str, wrong: str = "", wide: str = "") -> SafeString:
    """The input itself, wearing the classes the template names.

    `wrong` is added when there is an error, `wide` and a figure when the form asks for a `size`.
    No `maxlength` is printed: a browser cuts a longer paste short without a word, and what was
    typed must come back with a sentence instead.
    """
    widget = field.field.widget
    size = widget.attrs.get("size")
    if wide and size in WIDTHS:
        css = f"{css} {wide}{size}"
    if wrong and field.errors:
        css = f"{css} {wrong}"
    attrs: dict[str, str | bool] = {"class": css, **NOT_PRINTED}
    draw = DRAWN.get(widget.template_name)
    if draw is None:
        return field.as_widget(attrs=attrs)
    attrs = field.build_widget_attrs({**attrs, "id": field.auto_id}, widget)
    context = widget.get_context(field.html_name, field.value(), attrs)["widget"]
    return draw(context, flatatt({k: v for k, v in context["attrs"].items() if v is not None}))


def _input(widget: dict[str, Any], attrs: SafeString) -> SafeString:
    if widget["value"] is None:
        return format_html('<input type="{}" name="{}"{}>', widget["type"], widget["name"], attrs)
    return format_html(
        '<input type="{}" name="{}" value="{}"{}>',
        widget["type"],
        widget["name"],
        without_unstorable(widget["value"]),
        attrs,
    )


def _textarea(widget: dict[str, Any], attrs: SafeString) -> SafeString:
    # A browser drops a newline right after the tag, so one is printed for it to drop.
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>', widget["name"], attrs, widget["value"] or ""
    )


def _select(widget: dict[str, Any], attrs: SafeString) -> SafeString:
    options = SafeString()
    for name, group, _ in widget["optgroups"]:
        drawn = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((option["value"], flatatt(option["attrs"]), option["label"]) for option in group),
        )
        options += format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn
    return format_html('<select name="{}"{}>{}</select>', widget["name"], attrs, options)


# Django draws each box by two templates of its own, which is most of what a long form costs.
# The plain ones are written out here; any other widget is drawn its own way.
DRAWN = {
    "django/forms/widgets/email.html": _input,
    "django/forms/widgets/text.html": _input,
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
