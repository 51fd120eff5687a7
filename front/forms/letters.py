"""What the office may type about letters: which to show, why mail is paused, why one is ended."""

from django import forms

from front.forms.posts import OfficeForm
from front.queries.letters import STATES, LettersAsked
from kit.fields import ProseField
from outbox.kinds import Lane

LONGEST_WHY = 200  # of what stands beside a pause, or in the place of a letter
EVERY = "every"
LANES = [
    (EVERY, "Every letter, codes to sign in too"),
    (str(Lane.URGENT.value), "Codes and invitations"),
    (str(Lane.MAIL.value), "Ordinary letters"),
    (str(Lane.BULK.value), "Digests"),
]


class LettersFilterForm(OfficeForm):
    """Which letters are listed."""

    state = forms.ChoiceField(
        label="State", choices=[("", "Every letter"), *STATES.items()], required=False
    )
    name = forms.CharField(label="To (name or address)", max_length=254, required=False)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def asked(self) -> LettersAsked:
        """What was asked for, less what makes no sense."""
        self.is_valid()
        known = {name: value for name, value in self.cleaned_data.items() if value}
        return LettersAsked(**known)


def _why(label: str, *, help_text: str = "", required: str = "") -> ProseField:
    return ProseField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_WHY,
        rows=2,
        required=bool(required),
        error_messages={"required": required},
    )


class PauseForm(OfficeForm):
    """Which letters wait, and why."""

    lane = forms.ChoiceField(
        label="Which letters wait?",
        choices=LANES,
        initial=str(Lane.MAIL.value),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which letters wait."},
    )
    why = _why(
        "Why?",
        help_text="Stands on every page of the office while letters wait.",
        required="Say why: whoever sees that no letter leaves wants to know.",
    )

    def asked(self) -> Lane | None:
        """The lane that was chosen; none for all of them."""
        chosen = self.cleaned_data["lane"]
        return None if chosen == EVERY else Lane(int(chosen))


class EndLetterForm(OfficeForm):
    """Why a letter is not sent any more."""

    why = _why(
        "Why is it not sent?",
        help_text="Stands with the letter, and with what it was to tell.",
        required="Say why: it stands in the place of the letter.",
    )


class HeldForm(OfficeForm):
    """What becomes of notices that were held for their unusual number."""

    SEND, DROP = "send", "drop"

    choice = forms.ChoiceField(
        label="What should become of them?",
        choices=[
            (SEND, "Send them, each in its reader's hours"),
            (DROP, "Drop them: something was wrong"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what should become of them."},
    )
    why = _why("Why, if you drop them", help_text="Stands with each of them.")

    def clean(self) -> dict[str, object]:
        """Dropping wants a reason."""
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("choice") == self.DROP and not cleaned.get("why"):
            self.add_error("why", "Say why they are dropped.")
        return cleaned
