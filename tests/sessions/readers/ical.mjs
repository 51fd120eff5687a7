// Reads a calendar object from its input by ical.js, and prints what it understood as JSON.
// Moments are computed by the object's own VTIMEZONE: ical.js brings no zones of its own.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

const value = (component, name) => component.getFirstPropertyValue(name)?.toString() ?? "";
const instant = (time) => new Date(time.toUnixTime() * 1000).toISOString();
const party = (property) => ({
  name: property.getFirstParameter("cn") ?? "",
  address: property.getFirstValue(),
  facts: Object.fromEntries(
    ["partstat", "role", "rsvp"].flatMap((name) => {
      const fact = property.getFirstParameter(name);
      return fact === undefined ? [] : [[name, fact]];
    }),
  ),
});

console.log(
  JSON.stringify({
    method: value(calendar, "method"),
    name: value(calendar, "name"),
    refresh: calendar.getFirstPropertyValue("refresh-interval")?.toSeconds() ?? 0,
    events: calendar.getAllSubcomponents("vevent").map((event) => ({
      uid: value(event, "uid"),
      sequence: event.getFirstPropertyValue("sequence"),
      title: value(event, "summary"),
      description: value(event, "description"),
      location: value(event, "location"),
      url: value(event, "url"),
      status: value(event, "status"),
      begins_at: instant(event.getFirstPropertyValue("dtstart")),
      ends_at: instant(event.getFirstPropertyValue("dtend")),
      stamped_at: instant(event.getFirstPropertyValue("dtstamp")),
      zone: event.getFirstPropertyValue("dtstart").zone.tzid,
      organiser: party(event.getFirstProperty("organizer")),
      attendees: event.getAllProperties("attendee").map(party),
    })),
  }),
);
