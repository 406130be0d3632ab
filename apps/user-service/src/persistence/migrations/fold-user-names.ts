import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * userNames are unique and found regardless of width and composition from now on, and a dotless `ı` counts as `i` (rule 1).
 * Gives the keys of names in other letters than ASCII their new form. Where two people of an account would get one key,
 * the one who has it already keeps it, and the other keeps the former key: everything of theirs goes on, but they are
 * found by their id, and by their name only after an admin has given them another.
 */
export class FoldUserNames1764600000039 implements MigrationInterface {
  readonly name = 'FoldUserNames1764600000039';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      WITH changed AS (
        SELECT account_id, id, released, ${folded('user_name_key')} AS key FROM users
         WHERE user_name_key ~ '[^\\x01-\\x7f]' AND user_name_key <> ${folded('user_name_key')}
      ), one_of_each AS (
        -- A released user's name is nobody's: of those all may have the same key.
        SELECT DISTINCT ON (account_id, key, CASE WHEN released THEN id END) * FROM changed
         ORDER BY account_id, key, CASE WHEN released THEN id END, id)
      UPDATE users u SET user_name_key = o.key FROM one_of_each o
       WHERE u.account_id = o.account_id AND u.id = o.id
         AND (o.released OR NOT EXISTS (
               SELECT FROM users other
                WHERE other.account_id = o.account_id AND other.user_name_key = o.key AND NOT other.released))`);
    await runner.query(`
      UPDATE users SET email_keys = ARRAY(SELECT DISTINCT ${folded('key')} FROM unnest(email_keys) AS k(key))
       WHERE email_keys::text ~ '[^\\x01-\\x7f]'`);
  }

  async down(): Promise<void> {
    // The former keys are those of the names in lower case, and are written with the next change of each.
  }
}

const widthForms = Array.from({ length: 0xffee - 0xff00 }, (_, at) => String.fromCharCode(0xff01 + at));
/** Forms whose usual form is one character, as `translate` needs them; all letters and digits are among them. */
const usual = widthForms.map((form) => form.normalize('NFKC')).map((text) => (text.length === 1 ? text : ''));
const translated = widthForms.filter((form, at) => usual[at] !== '' && usual[at] !== form);

/** As `userNameKey` does it, of what is in lower case already. */
function folded(column: string): string {
  const from = `${translated.join('')}ı`;
  const to = `${translated.map((form) => form.normalize('NFKC').toLowerCase()).join('')}i`;
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  return `normalize(translate(${column}, ${quoted(from)}, ${quoted(to)}), NFC)`;
}
