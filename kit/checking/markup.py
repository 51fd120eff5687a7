"""Reads the few parts of office files that say what the others are."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

from kit.checking.verdicts import Refused


@dataclass(frozen=True)
class Markup:
    """One element, its name and attributes without their spaces."""

    name: str
    attributes: Mapping[str, str]

    def value(self, name: str) -> str:
        """An attribute; empty if it is not there."""
        return self.attributes.get(name, "")


def attributes_in(raw: bytes) -> list[Markup]:
    """Every element of a part. Raises `Refused` if it declares anything of its own."""
    found: list[Markup] = []

    def begins(name: str, attributes: dict[str, str]) -> None:
        found.append(Markup(name, attributes))

    def declares(*_: object) -> None:
        raise Refused("It is not written as office programs write. Save it anew.")

    parser = expat.ParserCreate()
    parser.StartElementHandler = begins
    parser.StartDoctypeDeclHandler = declares
    parser.EntityDeclHandler = declares
    try:
        parser.Parse(raw, True)  # noqa: FBT003 -- expat knows it by place alone
    except expat.ExpatError:
        raise Refused("One of its parts cannot be read. Save it anew.") from None
    return found
