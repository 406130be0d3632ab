import { ValidateBy } from 'class-validator';

export const isTextMapName = 'isTextMap';

/**
 * An object with texts under arbitrary names: at most `maxEntries`, with names and texts of 1 to `maxLength` UTF-16
 * units.
 */
export function IsTextMap(maxEntries: number, maxLength: number): PropertyDecorator {
  const fits = (text: unknown) => typeof text === 'string' && text.length >= 1 && text.length <= maxLength;
  return ValidateBy({
    name: isTextMapName,
    constraints: [maxEntries, maxLength],
    validator: {
      validate: (value: unknown) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
        const entries = Object.entries(value);
        return entries.length <= maxEntries && entries.every(([name, text]) => fits(name) && fits(text));
      },
      defaultMessage: () =>
        `$property must hold at most ${maxEntries} texts by name, names and texts of 1 to ${maxLength} characters`,
    },
  });
}
