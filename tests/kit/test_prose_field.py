from django import forms

from kit.fields import PROSE_LIMIT, ProseField


class NoteForm(forms.Form):
    text = ProseField(label="What happened")
    short = ProseField(label="In short", max_length=10, required=False)


def bound(**typed: str) -> NoteForm:
    return NoteForm({"text": "x", **typed})


def test_prose_comes_back_settled() -> None:
    form = bound(text="  one\r\ntwo \r\n")

    assert form.is_valid()
    assert form.cleaned_data == {"text": "one\ntwo", "short": ""}


def test_nine_thousand_words_are_taken() -> None:
    words = "notice " * 8_500

    form = bound(text=words)

    assert form.is_valid()
    assert form.cleaned_data["text"] == words.strip()


def test_one_character_too_many_is_refused_with_both_figures() -> None:
    form = bound(text="x" * (PROSE_LIMIT + 1))

    assert form.errors["text"] == ["This is 60,001 characters long. Shorten it to 60,000 or fewer."]


def test_line_endings_of_a_browser_do_not_count_twice() -> None:
    assert bound(short="123\r\n45\r\n67").is_valid()


def test_a_nul_is_refused_and_everything_else_is_shown_again() -> None:
    form = bound(text="before\x00after")

    assert form.errors["text"] == [
        (
            "The text held a sign that cannot be stored. It has been taken out: "
            "read the text once more, then send it again."
        )
    ]
    assert form["text"].value() == "beforeafter"


def test_half_a_surrogate_pair_is_refused_and_can_be_written_to_a_page() -> None:
    form = bound(text="half \ud83d here")

    assert not form.is_valid()
    assert "half  here" in str(form["text"]).encode().decode()


def test_white_space_alone_is_no_text() -> None:
    assert bound(text=" \r\n\t\x0c ").errors["text"] == ["This field is required."]


def test_a_field_that_was_not_sent_is_empty() -> None:
    form = NoteForm({"short": "a"})

    assert form.errors["text"] == ["This field is required."]
    assert form["text"].value() == ""


def test_only_other_words_are_a_change() -> None:
    field = ProseField()

    changes = [
        field.has_changed("one\ntwo", "one\r\ntwo "),
        field.has_changed("one", "two"),
        field.has_changed(None, None),
        ProseField(disabled=True).has_changed("one", "two"),
    ]

    assert changes == [False, True, False, False]
