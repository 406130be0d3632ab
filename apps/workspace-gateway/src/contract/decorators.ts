import { applyDecorators } from '@nestjs/common';
import { ConvertedBy, Described, managers, UtcTime } from '@rollcall/contracts';
import { Secret } from '@rollcall/gateway-kit';
import { IsEmail, IsIn, IsNotEmpty, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator';

/** An id, with its letters in lower case as services know it. */
export const Id = (): PropertyDecorator =>
  applyDecorators(
    IsUUID(),
    ConvertedBy((id: string) => id.toLowerCase()),
  );

export const Time = (): PropertyDecorator => applyDecorators(UtcTime(), Described('RFC 3339, UTC'));

/** A text that is not empty. */
export const Text = (maxLength: number): PropertyDecorator =>
  applyDecorators(IsString(), IsNotEmpty(), MaxLength(maxLength));

/** Never shown, logged or kept: only compared or hashed. The property is a `Secret`. */
export const SecretText = (minLength: number, maxLength: number): PropertyDecorator =>
  applyDecorators(
    IsString(),
    Length(minLength, maxLength),
    ConvertedBy((text: string) => new Secret(text)),
  );

const address = /^(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;

/** An e-mail address in plain letters. */
export function EmailAddress(): PropertyDecorator {
  const message = '$property must be an e-mail address';
  return applyDecorators(IsEmail(undefined, { message }), Matches(address, { message }), MaxLength(320));
}

export const IsManagedBy = (): PropertyDecorator =>
  applyDecorators(
    IsIn(managers),
    Described(
      'Who keeps it: the identity provider, whose next sync overwrites what is changed here, or the people of the account.',
    ),
  );
