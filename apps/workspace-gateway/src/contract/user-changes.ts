import { applyDecorators } from '@nestjs/common';
import {
  Described,
  ListOf,
  MayBeAbsent,
  Nested,
  profileAttributes,
  type Class,
  type PersonName,
  type ProfileAttribute,
  type ProfileAttributes,
  type UserProfile,
} from '@rollcall/contracts';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { Text } from './decorators.js';

const maxLength = 1_000;
const maxValues = 20;

/** What nobody changes by hand in this way: rules make it, or only a directory says it. */
const leftOut: ReadonlySet<string> = new Set([
  'name.formatted',
  'emails',
  'phoneNumbers.display',
  'addresses.value',
  'enterprise',
]);

type Patched<T> = { [Name in keyof T]?: T[Name] | null };
type ProfilePatch = Omit<Patched<UserProfile>, 'name' | 'emails' | 'enterprise'> & { name?: Patched<PersonName> };

/** JSON merge patch (RFC 7396) of a profile: `null` empties an attribute, what is absent stays, lists are replaced as a whole. */
export class ProfileChange extends (classOf('', profileAttributes, patched) as Class<ProfilePatch>) {}

type DecoratorOf = (path: string, attribute: ProfileAttribute) => PropertyDecorator;

/** A class of these attributes, so that they are not listed once more. */
function classOf(path: string, attributes: ProfileAttributes, decoratorOf: DecoratorOf): Class {
  const made = class {};
  const capitalised = path.split('.').map((name) => name.slice(0, 1).toUpperCase() + name.slice(1));
  Object.defineProperty(made, 'name', { value: `ProfileChange${capitalised.join('')}` });
  for (const [name, attribute] of Object.entries(attributes)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (leftOut.has(at)) continue;
    decoratorOf(at, attribute)(made.prototype, name);
    if (attribute.description !== undefined) Described(attribute.description)(made.prototype, name);
  }
  return made;
}

/** An attribute of the profile, or a part of a name. */
function patched(path: string, attribute: ProfileAttribute): PropertyDecorator {
  switch (attribute.holds) {
    case 'text':
      return applyDecorators(IsOptional(), Text(maxLength));
    case 'flag':
      return applyDecorators(IsOptional(), IsBoolean());
    case 'parts': {
      const parts = classOf(path, attribute.parts, patched);
      return applyDecorators(
        MayBeAbsent(),
        Nested(() => parts),
      );
    }
    case 'elements': {
      const element = classOf(path, attribute.parts, replaced);
      return applyDecorators(
        IsOptional(),
        ListOf(() => element, maxValues),
      );
    }
  }
}

/** A part of an element of a list. */
function replaced(path: string, { holds }: ProfileAttribute): PropertyDecorator {
  if (path === 'phoneNumbers.value') return Text(maxLength);
  if (holds === 'flag') return applyDecorators(MayBeAbsent(), IsBoolean());
  return applyDecorators(MayBeAbsent(), IsString(), MaxLength(maxLength));
}
