import { IsDateString, Matches } from 'class-validator';

const leapDay = /(?:\d\d[2468][048]|\d\d[13579][26]|\d\d0[48]|[02468][048]00|[13579][26]00)-02-29/;
const otherDay =
  /\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))/;
const timeOfDay = /(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?/;
const utcTime = new RegExp(`^(?:${leapDay.source}|${otherDay.source})T${timeOfDay.source}Z$`);

/** A time by RFC 3339, on an existing day, in UTC and written with `Z`: `2026-12-01T08:00:00Z`. */
export function UtcTime(): PropertyDecorator {
  const message = '$property must be a time in UTC, such as 2026-12-01T08:00:00Z';
  return (target, property) => {
    IsDateString(undefined, { message })(target, property);
    Matches(utcTime, { message })(target, property);
  };
}
