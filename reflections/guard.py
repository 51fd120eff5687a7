"""The named-resident guard: rules that find what may tell who a resident is. Pure; it only asks.

It reads like a careful colleague: what it finds may well be harmless, and the author says so in one
press.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.crypto import salted_hmac


class Rule(StrEnum):
    """What the guard looks for, the most telling first: of two that find the same words it asks."""

    EMAIL = "email"
    CHI = "chi"
    PHONE = "phone"
    POSTCODE = "postcode"
    BIRTH = "birth"
    ADDRESS = "address"
    NAME = "name"
    SMALL = "small"


WORDS = {
    Rule.EMAIL: "an e-mail address",
    Rule.CHI: "a health record number (CHI)",
    Rule.PHONE: "a telephone number",
    Rule.POSTCODE: "a postcode",
    Rule.BIRTH: "a date of birth",
    Rule.ADDRESS: "a street address",
    Rule.NAME: "somebody's name",
    Rule.SMALL: "so few people that a neighbour would know them",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fragment of a text that may tell who a resident is."""

    rule: Rule
    fragment: str
    start: int
    end: int

    @property
    def words(self) -> str:
        """What it looks like."""
        return WORDS[self.rule]

    @property
    def digest(self) -> str:
        """A keyed digest by which an answered fragment is known without being stored twice."""
        words = " ".join(self.fragment.casefold().split())
        return salted_hmac(
            "reflections.guard", f"{self.rule}:{words}", algorithm="sha256"
        ).hexdigest()


def find(text: str) -> tuple[Finding, ...]:
    """What the rules find in a text, in its order; no two findings overlap."""
    found: list[Finding] = []
    taken = bytearray(len(text))
    for rule, search in _RULES.items():
        for start, end in search(text):
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append(Finding(rule, text[start:end], start, end))
    return tuple(sorted(found, key=lambda finding: finding.start))


def distinct(text: str) -> tuple[Finding, ...]:
    """The same, each fragment once however often it stands there: it is asked about once."""
    return tuple(
        {(finding.rule, finding.digest): finding for finding in reversed(find(text))}.values()
    )[::-1]


type Span = tuple[int, int]

_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_TEN_DIGITS = re.compile(r"(?<![\d+])\d{6}[ -]?\d{4}(?!\d)|(?<![\d+])\d{3} \d{3} \d{4}(?!\d)")
_PHONE = re.compile(
    r"(?<![\w.,/])(?:(?:\+|00)44[ .-]?(?:\(0\))?[ .-]?|\(?0)(?:[ ().-]{0,2}\d){9,10}(?!\d)"
)
_POSTCODE = re.compile(
    r"(?<!\w)([A-Z]{1,2})\d[A-Z\d]?[ \u00a0]{0,2}\d[ABD-HJLNP-UW-Z]{2}(?!\w)", re.IGNORECASE
)
_AREAS = frozenset(
    """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT
    DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L
    LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S
    SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR
    WS WV YO ZE
    """.split()  # noqa: SIM905 -- a hundred lines of one word each would say less
)
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(
    rf"(?<!\w)(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?P<y1>\d{{4}}|\d{{2}})|(?P<y2>\d{{4}})-\d\d-\d\d|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS}),? (?P<y3>\d{{4}})|"
    rf"(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?,? (?P<y4>\d{{4}}))(?!\w)",
    re.IGNORECASE,
)
_BORN = re.compile(r"\b(?:born|birth|birthday|d\.?o\.?b\.?)\W", re.IGNORECASE)
_NEAR_BIRTH = 25  # characters between "born" and the date
_BORN_BEFORE = 2016  # a full date of an earlier year is hardly a meeting

_STREETS = (
    "street|st|road|rd|avenue|ave|lane|ln|drive|crescent|cres|place|court|terrace|gardens|gdns|wynd|close|"
    "loan|brae|way|square|sq|row|path|view|walk|quadrant|grove|park|gait|gate|vennel|causeway|rise|mews|quay|"
    "esplanade|parade|croft|toll"
)
_ADDRESS = re.compile(
    rf"(?<![\w.,/£-])(?:flat \d{{1,3}},? )?\d{{1,4}}[a-d]?(?:/\d{{1,2}})?,? "
    rf"((?:[\w'\u2019.-]{{1,30}} ){{1,3}}?)(?:{_STREETS})\b",
    re.IGNORECASE,
)
# Words that stand in no street's name: "6 weeks by road", "10 people on the high street".
_NO_NAMES = frozenset(
    """
    a about along an and are as at away been but by car children city days each every
    families folk for from had has have homes hours houses in is it its km local metres
    miles minutes months more new next no of off on one onto or our out over own pages past
    pence people per percent points pounds projects shops sites so some steps streets than
    that the their then there they this to towns under units until up via visits was we
    weeks were which who with years
    """.split()  # noqa: SIM905 -- a hundred lines of one word each would say less
)
_NAME = re.compile(
    r"(?<!\w)(?:(?:mrs?|ms|mx)\.? (?!and\b|or\b)[\w'\u2019-]{2,30}|"
    r"(?-i:Miss|Master|Dr|Revd?|Sir|Lady|Dame|Father|Sister)"
    r"(?-i:\.? [A-Z\u00c0-\u00de][\w'\u2019-]{1,30}))",
    re.IGNORECASE,
)
_FEW = r"(?:[1-4]|one|two|three|four|a couple of|the only)"
_WHO = (
    "residents?|famil(?:y|ies)|households?|tenants?|pupils?|child(?:ren)?|people|persons?|wom[ae]n|m[ae]n|"
    "boys?|girls?|patients?|carers?|teenagers?|mothers?|mums?|fathers?|dads?|couples?|refugees?|"
    "asylum seekers?|pensioners?|neighbours?|youngsters?"
)
_WHERE = (
    "street|road|lane|close|stair|stairwell|estate|scheme|school|class|block|flats?|home|village|tower|"
    "tenement|nursery|ward|hostel|site|terrace|court|crescent|building|housing|practice|surgery|church|hamlet"
)
_SMALL = re.compile(
    rf"(?<!\w){_FEW} (?:[\w'\u2019-]{{1,20}} ){{0,2}}?(?:{_WHO})\b"
    rf"[^.!?\n]{{0,40}}?\b(?:{_WHERE})\b",
    re.IGNORECASE,
)


def _spans(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    def search(text: str) -> Iterator[Span]:
        return (match.span() for match in pattern.finditer(text))

    return search


def _chi_numbers(text: str) -> Iterator[Span]:
    """Ten digits that begin with a date of birth and end with the right check digit."""
    for match in _TEN_DIGITS.finditer(text):
        if is_chi(re.sub(r"\D", "", match.group())):
            yield match.span()


def is_chi(digits: str) -> bool:
    """Whether ten digits form a Community Health Index number: a day of birth, a check digit."""
    try:
        date(2000 + int(digits[4:6]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)
    )
    return (11 - total % 11) % 11 == int(digits[9])


def _postcodes(text: str) -> Iterator[Span]:
    for match in _POSTCODE.finditer(text):
        if match.group(1).upper() in _AREAS:
            yield match.span()


def _births(text: str) -> Iterator[Span]:
    """A full date of a year in which residents were born, or any date after a word for birth."""
    for match in _DATE.finditer(text):
        year = next(int(found) for found in match.group("y1", "y2", "y3", "y4") if found)
        before = text[max(0, match.start() - _NEAR_BIRTH) : match.start()]
        if 1900 <= year < _BORN_BEFORE or _BORN.search(before):
            yield match.span()


def _addresses(text: str) -> Iterator[Span]:
    """A number before the name of a street; numbers inside a refused match are tried as well."""
    position = 0
    while match := _ADDRESS.search(text, position):
        names = match.group(1).casefold().split()
        if _NO_NAMES.isdisjoint(names):
            yield match.span()
            position = match.end()
        else:
            position = match.start() + 1


_RULES: dict[Rule, Callable[[str], Iterator[Span]]] = {
    Rule.EMAIL: _spans(_EMAIL),
    Rule.CHI: _chi_numbers,
    Rule.PHONE: _spans(_PHONE),
    Rule.POSTCODE: _postcodes,
    Rule.BIRTH: _births,
    Rule.ADDRESS: _addresses,
    Rule.NAME: _spans(_NAME),
    Rule.SMALL: _spans(_SMALL),
}
