import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Names are compared without characters that cannot be seen from now on (rule 11): gives the keys of such names their new
 * form. A team whose new key another one has keeps its former key, and its name.
 */
export class FoldTeamNames1764600000039 implements MigrationInterface {
  readonly name = 'FoldTeamNames1764600000039';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      WITH changed AS (SELECT account_id, id, ${folded} AS key FROM teams WHERE name_key ~ '${unseen}'),
           one_of_each AS (SELECT DISTINCT ON (account_id, key) * FROM changed WHERE key <> '' ORDER BY account_id, key, id)
      UPDATE teams t SET name_key = o.key FROM one_of_each o
       WHERE t.account_id = o.account_id AND t.id = o.id
         AND NOT EXISTS (SELECT FROM teams other WHERE other.account_id = o.account_id AND other.name_key = o.key)`);
  }

  async down(): Promise<void> {
    // A former key is written with the next change of the name.
  }
}

/** Cf and Default_Ignorable_Code_Point of Unicode 17, which regular expressions of the database do not know by name. */
const ranges = [
  ['\u00AD', '\u034F', '\u0600-\u0605', '\u061C', '\u06DD', '\u070F', '\u0890\u0891', '\u08E2', '\u115F\u1160'],
  ['\u17B4\u17B5', '\u180B-\u180F', '\u200B-\u200F', '\u202A-\u202E', '\u2060-\u206F', '\u3164', '\uFE00-\uFE0F'],
  ['\uFEFF', '\uFFA0', '\uFFF0-\uFFFB', '\u{110BD}\u{110CD}', '\u{13430}-\u{1343F}', '\u{1BCA0}-\u{1BCA3}'],
  ['\u{1D173}-\u{1D17A}', '\u{E0000}-\u{E0FFF}'],
];
const unseen = `[${ranges.flat().join('')}]`;
const folded = `trim(normalize(regexp_replace(name_key, '${unseen}', '', 'g'), NFC))`;
