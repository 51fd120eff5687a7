"""What is typed of questions for a session: the question, its answer, where it goes on."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from kit.fields import SeenField, WordsField
from kit.words import listed
from sessions.models import BasketQuestion, CohortSession, Contribution
from sessions.models.questions import ANSWER_LIMIT, QUESTION_LIMIT
from sessions.queries.questions import excerpt
from sessions.queries.sessions import Brought, Row, session_rows
from towns.models import Town


class TownField(forms.ChoiceField):
    """For which town somebody asks who has posts in several."""

    def __init__(self, towns: Sequence[Town]) -> None:
        super().__init__(
            label="For which town do you ask?",
            choices=[(town.slug, town.name) for town in towns],
            widget=forms.RadioSelect,
            error_messages={
                "required": "Choose the town for which you ask.",
                "invalid_choice": "Choose one of the list.",
            },
        )
        self.towns = {town.slug: town for town in towns}


class QuestionForm(forms.Form):
    """One question; with its town, or the partner it is meant for, where there is a choice."""

    use_required_attribute = False

    text = WordsField(
        label="Your question",
        max_length=QUESTION_LIMIT,
        error_messages={"required": "Write your question first."},
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- passed on to Django's form
        towns: Sequence[Town],
        partners: Sequence[Brought],
        **kwargs: Any,  # noqa: ANN401 -- passed on to Django's form
    ) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {str(one.contribution.key): one.contribution for one in partners}
        self.fields["text"].help_text = (
            "Everybody who sees the session reads it with your name; partners read it with your "
            "town alone."
            if partners
            else "Everybody who sees the session reads it, with your name."
        )
        if len(towns) > 1:
            self.fields["town"] = TownField(towns)
        if len(partners) > 1:
            self.fields["partner"] = forms.ChoiceField(
                label="Whom is it for?",
                choices=[("", "Whoever can answer")]
                + [(str(one.contribution.key), one.name) for one in partners],
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": "Choose one of the list."},
            )

    def asked(self) -> dict[str, Any]:
        """The question, its town and whom it is for, once they are valid."""
        known = self.cleaned_data
        return {
            "text": known["text"],
            "town": town_chosen(self),
            "contribution": self._partner(known.get("partner", "")),
        }

    def _partner(self, key: str) -> Contribution | None:
        return self.partners.get(key)


def town_chosen(form: forms.Form) -> Town | None:
    """The town that was chosen, where there was a choice."""
    field = form.fields.get("town")
    slug = form.cleaned_data.get("town")
    return field.towns[slug] if isinstance(field, TownField) and slug else None


class AnswerForm(forms.Form):
    """What was answered."""

    use_required_attribute = False

    answer = WordsField(
        label="Answer",
        max_length=ANSWER_LIMIT,
        rows=8,
        error_messages={"required": "Write the answer first."},
    )
    seen_at = SeenField()


class CarryForm(forms.Form):
    """Which questions go on, and to which session."""

    use_required_attribute = False

    questions = forms.TypedMultipleChoiceField(
        label="Which questions go on?",
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one question.",
            "invalid_choice": "One of these questions does not wait any more. Look once more.",
        },
    )
    to = forms.TypedChoiceField(
        label="To which session?",
        coerce=UUID,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a session.",
            "invalid_choice": "Choose one of the list.",
        },
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- passed on to Django's form
        waiting: Sequence[BasketQuestion],
        ahead: Sequence[CohortSession],
        **kwargs: Any,  # noqa: ANN401 -- passed on to Django's form
    ) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = {one.key: one for one in waiting}
        self.ahead = {one.key: one for one in ahead}
        labels = [(str(one.key), excerpt(one.text)) for one in waiting]
        sessions = [(str(row.session.key), _told(row)) for row in session_rows(ahead)]
        for name, choices in (("questions", labels), ("to", sessions)):
            self.fields[name].choices = choices  # type: ignore[attr-defined] # both are of choices

    def carried(self) -> tuple[list[BasketQuestion], CohortSession]:
        """What goes on, and where to, once both are valid."""
        known = self.cleaned_data
        return [self.waiting[key] for key in known["questions"]], self.ahead[known["to"]]


def _told(row: Row) -> str:
    """As in "Thursday 10 December 2026, 10.00 to 11.00: Fortnightly session, with PAS"."""
    partners = f", with {listed(list(row.partners))}" if row.partners else ""
    return f"{row.when}: {row.title}{partners}"
