/** What JSON leaves as it is, and a terminal obeys: C1 controls, and unseen characters such as those of direction. */
const unseen = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON in which every character that cannot be seen is escaped; a program reads the same from it. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replaceAll(unseen, (character) =>
    Array.from({ length: character.length }, (_, at) => escape(character.charCodeAt(at))).join(''),
  );
}

const escape = (unit: number) => `\\u${unit.toString(16).padStart(4, '0')}`;
