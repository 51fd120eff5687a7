"""One form with every kind of field the pack draws."""

from django import forms

from kit.fields import DatePartsField, ProseField
from kit.widgets import HintedRadioSelect


class EveryForm(forms.Form):
    use_required_attribute = False

    name = forms.CharField(label="Name", max_length=40, help_text="As they sign <letters>.")
    days = forms.CharField(
        label="Working days",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}),
    )
    started = DatePartsField(label="First day in post", help_text="For example 6 11 2026.")
    town = forms.ChoiceField(label="Town", choices=[("", "Choose a town"), ("ayr", "Ayr")])
    audience = forms.ChoiceField(
        label="Who may read it",
        choices=[("me", "Me"), ("team", "Programme Team")],
        widget=HintedRadioSelect(hints={"team": "When you submit."}),
    )
    kind = forms.ChoiceField(
        label="What is it",
        required=False,
        choices=[("connection", "New connection"), ("challenge", "Challenge")],
        widget=forms.RadioSelect(attrs={"data-layout": "inline"}),
    )
    outcomes = forms.MultipleChoiceField(
        label="Outcomes",
        required=False,
        choices=[("Movement", [("1", "Active travel")]), ("Civic", [("2", "Feeling safe")])],
        widget=forms.CheckboxSelectMultiple(attrs={"data-layout": "columns"}),
    )
    nothing = forms.BooleanField(label="There was nothing", help_text="This counts as a report.")
    text = ProseField(label="What happened", max_length=200)
    more = ProseField(label="Anything else", required=False, rows=3)
    holidays = forms.FileField(label="Holidays", required=False)
    secret = forms.CharField(required=False, widget=forms.HiddenInput)
