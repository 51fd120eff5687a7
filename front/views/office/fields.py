"""Beside which field a refusal stands."""

from front.actions.posts import HandedOverLater
from people.actions.invitations import AddressInUse, AlreadySignsIn
from towns.actions.days import EndsBeforeStart, LastDayOutside, OutsideProgramme
from towns.actions.group_days import AfterGroup
from towns.actions.names import NameTaken, NameWithoutLetters
from towns.actions.posts import AlreadyHeld, BeforeTown, HandoverOutside, PlaceMissing, PostTaken
from towns.actions.towns import LaterChange

FIELD_OF = {
    AfterGroup: "ends_on",
    AddressInUse: "email",
    AlreadySignsIn: "email",
    AlreadyHeld: "starts_on",
    BeforeTown: "starts_on",
    EndsBeforeStart: "ends_on",
    HandedOverLater: "ends_on",
    HandoverOutside: "handover_until",
    LastDayOutside: "ends_on",  # before the kind of which it is one
    LaterChange: "from_on",
    NameTaken: "name",
    NameWithoutLetters: "name",
    OutsideProgramme: "starts_on",
    PlaceMissing: "place",
    PostTaken: "starts_on",
}
