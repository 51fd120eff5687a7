"""Boxes of one line are refused in the portal's words, wherever the form is shown."""

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django import forms

from kit.refusals import in_our_words
from kit.templatetags.cohort_forms import sentences


class LetterForm(forms.Form):
    name = forms.CharField(label="Name", max_length=2_000, required=False)
    email = forms.EmailField(label="Address", required=False)
    other = forms.EmailField(
        label="Other", required=False, error_messages={"invalid": "Not like that."}
    )
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], required=False)
    kinds = forms.MultipleChoiceField(label="Kinds", choices=[("a", "A")], required=False)


def said(**typed: str) -> list[str]:
    form = LetterForm(typed)
    return [words for name in typed for words in sentences(form[name])]


def test_a_line_that_is_too_long_is_told_both_figures() -> None:
    assert said(name="x" * 5_000) == ["Shorten it to 2,000 characters or fewer; it has 5,000."]


def test_an_address_that_is_none_is_shown_what_one_looks_like() -> None:
    assert said(email="nowhere") == ["Enter an e-mail address such as name@example.org."]


def test_what_a_form_says_itself_is_kept() -> None:
    assert said(other="nowhere") == ["Not like that."]


def test_a_sign_that_cannot_be_stored_is_taken_out_and_said() -> None:
    form = LetterForm({"name": "Mai\x00ri"})

    assert sentences(form["name"]) == [
        "This held a sign that cannot be stored. It has been taken out: read it once more."
    ]
    assert 'value="Mairi"' in as_crispy_form(form)


def test_a_choice_that_is_not_offered_is_asked_for_again() -> None:
    assert said(kind="z") == ["Choose an answer to “Kind”."]


def test_refusals_without_the_form_pack_are_in_the_same_words() -> None:
    form = LetterForm({"name": "x" * 5_000})
    form.is_valid()

    assert [in_our_words(one) for one in form.errors.as_data()["name"]] == [
        "Shorten it to 2,000 characters or fewer; it has 5,000."
    ]


def test_an_answer_that_is_not_offered_is_told_without_the_form_pack() -> None:
    form = LetterForm({"kind": "everyone", "kinds": ["everyone"]})
    found = form.errors.as_data()

    assert [in_our_words(found[name][0]) for name in ("kind", "kinds")] == [
        "Choose one of the answers.",
        "Choose one of the answers.",
    ]
