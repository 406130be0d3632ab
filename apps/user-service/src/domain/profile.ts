import { Refusal, type UserProfile } from '@rollcall/contracts';
import { checkPersonName } from './person-name.js';

const zones = new Map<string, string>();
for (const zone of Intl.supportedValuesOf('timeZone')) zones.set(zone.toLowerCase(), zone);

/** Rule 4: an IANA time zone, in its usual case; aliases that the runtime knows (`UTC`, `US/Pacific`) stay as sent. */
function checkedTimeZone(timezone: string): string {
  const canonical = zones.get(timezone.toLowerCase());
  if (canonical) return canonical;
  try {
    // Offsets such as +01:00 pass here too, but name no zone.
    if (/^[A-Za-z]/.test(timezone)) new Intl.DateTimeFormat('en', { timeZone: timezone });
    else throw new RangeError(timezone);
    return timezone;
  } catch {
    throw new Refusal('time-zone-unknown', { timezone });
  }
}

/** Rule 4: a BCP 47 language tag; `en_US` is read as `en-US`. */
function checkedLanguage(attribute: string, value: string): string {
  const tag = value.trim().replaceAll('_', '-');
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag;
  } catch {
    throw new Refusal('language-tag-invalid', { attribute, value });
  }
}

/** `preferredLanguage` may be a list with weights, as in an Accept-Language header (RFC 7643 §4.1.1). */
function checkedLanguages(value: string): string {
  return value
    .split(',')
    .map((part) => {
      const [tag = '', ...weight] = part.split(';');
      return [checkedLanguage('preferredLanguage', tag), ...weight.map((each) => each.trim())].join(';');
    })
    .join(', ');
}

/**
 * Rules 2 and 4: checks a profile, brings time zone and languages into their usual form, and drops what is empty.
 * @throws Refusal name-character, time-zone-unknown, language-tag-invalid
 */
export function checkedProfile(profile: UserProfile): UserProfile {
  const kept = withoutEmpty(profile) ?? {};
  checkPersonName(kept.name);
  return {
    ...kept,
    ...(kept.timezone === undefined ? {} : { timezone: checkedTimeZone(kept.timezone) }),
    ...(kept.locale === undefined ? {} : { locale: checkedLanguage('locale', kept.locale) }),
    ...(kept.preferredLanguage === undefined ? {} : { preferredLanguage: checkedLanguages(kept.preferredLanguage) }),
  };
}

/** Empty texts, lists and objects mean absent (rule 4); an element without anything but its label is empty too. */
function withoutEmpty<T extends object>(value: T): T | undefined {
  const kept: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) {
    const clean = cleaned(each);
    if (clean !== undefined) kept[name] = clean;
  }
  return Object.keys(kept).length > 0 ? (kept as T) : undefined; // the same fields, fewer of them
}

function cleaned(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (Array.isArray(value)) {
    const elements = value.flatMap((element) => {
      const clean = typeof element === 'object' && element !== null ? withoutEmpty(element as object) : element;
      return clean === undefined || isLabelOnly(clean) ? [] : [clean];
    });
    return elements.length > 0 ? elements : undefined;
  }
  return typeof value === 'object' ? withoutEmpty(value) : value;
}

function isLabelOnly(element: unknown): boolean {
  return (
    typeof element === 'object' &&
    element !== null &&
    Object.keys(element).every((name) => name === 'type' || name === 'primary')
  );
}
