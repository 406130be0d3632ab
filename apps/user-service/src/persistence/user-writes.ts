import type { TableWrite } from '@rollcall/persistence';
import { allColumns, changingColumns, userRecord } from './user-rows.js';

const ofRecord = (columns: string) => columns.replaceAll(/\w+/g, 'r.$&');

/** The key of a name that stays, stays too: a name from before look-alikes were one may share its new key with another. */
const keptKey = 'CASE WHEN u.user_name = r.user_name THEN u.user_name_key ELSE r.user_name_key END';
const changedValues = ofRecord(changingColumns).replace('r.user_name_key', keptKey);

export function userWrites(added: object[], changed: object[]): TableWrite[] {
  return [
    {
      name: 'new_users',
      rows: added,
      sql: (json) =>
        `INSERT INTO users (${allColumns}) SELECT ${ofRecord(allColumns)} FROM json_to_recordset(${json}) AS r(${userRecord})`,
    },
    {
      name: 'changed_users',
      rows: changed,
      guarded: true,
      sql: (json) =>
        `UPDATE users u SET (${changingColumns}) = (${changedValues})
           FROM json_to_recordset(${json}) AS r(${userRecord})
          WHERE u.account_id = r.account_id AND u.id = r.id AND u.version = r.loaded_version`,
    },
  ];
}

export function passwordWrite(rows: object[]): TableWrite {
  return {
    name: 'new_passwords',
    rows,
    sql: (json) =>
      `INSERT INTO password_hashes (account_id, user_id, hash)
       SELECT r.account_id, r.user_id, r.hash FROM json_to_recordset(${json}) AS r(account_id uuid, user_id uuid, hash text)
       ON CONFLICT (account_id, user_id) DO UPDATE SET hash = excluded.hash`,
  };
}

export function gonePasswordWrite(rows: object[]): TableWrite {
  return {
    name: 'gone_passwords',
    rows,
    sql: (json) =>
      `DELETE FROM password_hashes p USING json_to_recordset(${json}) AS r(account_id uuid, user_id uuid)
        WHERE p.account_id = r.account_id AND p.user_id = r.user_id`,
  };
}

export function endOfSessions(rows: object[]): TableWrite {
  return {
    name: 'ended_sessions',
    rows,
    sql: (json) =>
      // Whose time is past is let in no more; `SessionEndings` announces it, and deletes the row.
      `UPDATE sessions s SET expires_at = now(), end_cause = r.cause
         FROM json_to_recordset(${json}) AS r(account_id uuid, user_id uuid, cause json, kept text)
        WHERE s.account_id = r.account_id AND s.user_id = r.user_id AND s.expires_at > now()
          AND (r.kept IS NULL OR s.token_digest <> decode(r.kept, 'hex'))`,
  };
}

export function linkWrites(made: object[], used: object[]): TableWrite[] {
  return [
    {
      name: 'new_links',
      rows: made,
      sql: (json) =>
        `INSERT INTO password_links (account_id, user_id, digest, expires_at, directory_knows)
         SELECT * FROM json_to_recordset(${json})
                       AS r(account_id uuid, user_id uuid, digest text, expires_at timestamptz, directory_knows boolean)
         ON CONFLICT (account_id, user_id) DO UPDATE
           SET digest = excluded.digest, expires_at = excluded.expires_at, directory_knows = excluded.directory_knows`,
    },
    {
      name: 'used_links',
      rows: used,
      sql: (json) =>
        `DELETE FROM password_links l USING json_to_recordset(${json}) AS r(account_id uuid, user_id uuid)
          WHERE l.account_id = r.account_id AND l.user_id = r.user_id`,
    },
  ];
}
