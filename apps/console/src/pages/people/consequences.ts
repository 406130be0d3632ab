import type { WouldChange } from '../../api/generated/types.gen';
import { t } from '../../texts';

/** What a dry run says of a person, as sentences. */
export function consequencesOf({ changed, sessionsEnd, password, seats, attributes }: WouldChange): readonly string[] {
  const text = t.consequences;
  if (!changed) return [text.nothing];
  return [
    ...(sessionsEnd ? [text.sessionsEnd] : []),
    ...(password === 'set' ? [text.passwordSet] : []),
    ...(password === 'removed' ? [text.passwordRemoved] : []),
    ...(seats === undefined || seats === 0 ? [] : [seats < 0 ? text.seatFree : text.seatUsed]),
    ...attributes.flatMap(({ attribute, from, to }) =>
      isShown(attribute) ? [text.attribute(nameOfAttribute(attribute), valueText(from), valueText(to))] : [],
    ),
  ];
}

const nameOfAttribute = (attribute: string): string => {
  const names: Readonly<Record<string, string>> = t.person.facts;
  return names[attribute.split('.').at(-1) ?? ''] ?? attribute;
};

/** Attributes that the sentence above them has said already. */
const isShown = (attribute: string) => !['active', 'managedBy', 'released', 'ownSignIn'].includes(attribute);

function valueText(value: unknown): string {
  if (value === undefined || value === null || value === '') return t.consequences.nothingThere;
  return typeof value === 'string' || typeof value === 'number' ? `“${value}”` : JSON.stringify(value);
}
