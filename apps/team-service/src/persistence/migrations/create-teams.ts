import { migration } from '@rollcall/persistence';

const teamTables = `
      CREATE TABLE teams (
        account_id uuid NOT NULL,
        id uuid NOT NULL,
        version bigint NOT NULL,
        display_name text NOT NULL,
        name_key text NOT NULL,
        external_id text,
        owned_by text NOT NULL,
        owned_since timestamptz,
        waits_until timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (account_id, id)
      ) WITH (fillfactor = 85);
      CREATE UNIQUE INDEX teams_by_name ON teams (account_id, name_key);
      CREATE INDEX teams_by_external_id ON teams (account_id, external_id) WHERE external_id IS NOT NULL;
      CREATE TABLE roster (
        account_id uuid NOT NULL,
        team_id uuid NOT NULL,
        user_id uuid NOT NULL,
        PRIMARY KEY (account_id, team_id, user_id)
      );
      CREATE INDEX roster_by_user ON roster (account_id, user_id);
      CREATE TABLE memberships (
        account_id uuid NOT NULL,
        team_id uuid NOT NULL,
        user_id uuid NOT NULL,
        source text NOT NULL,
        added_at timestamptz NOT NULL,
        added_by json NOT NULL,
        PRIMARY KEY (account_id, team_id, user_id)
      );
      CREATE INDEX memberships_by_user ON memberships (account_id, user_id);
      CREATE TABLE removals_by_hand (
        account_id uuid NOT NULL,
        team_id uuid NOT NULL,
        user_id uuid NOT NULL,
        removed_by text NOT NULL,
        removed_at timestamptz NOT NULL,
        PRIMARY KEY (account_id, team_id, user_id)
      );
      CREATE TABLE staged_members (
        account_id uuid NOT NULL,
        stage_id uuid NOT NULL,
        part int NOT NULL,
        user_ids json NOT NULL,
        staged_at timestamptz NOT NULL,
        PRIMARY KEY (account_id, stage_id, part)
      );
      CREATE INDEX staged_members_by_age ON staged_members (staged_at)`;

/**
 * Creates teams, rosters, memberships, and the replica of users and accounts. The account is the first column of every
 * key.
 */
export const CreateTeams1764200000001 = migration('CreateTeams1764200000001', {
  up: [
    `
    CREATE TABLE accounts (
      id uuid PRIMARY KEY,
      version bigint NOT NULL, -- 0: asked about, nothing heard yet
      settings json NOT NULL,
      mode text NOT NULL
    );
    CREATE TABLE people (
      account_id uuid NOT NULL,
      user_id uuid NOT NULL,
      version bigint NOT NULL, -- 0: asked about, nothing heard yet
      active boolean NOT NULL,
      released boolean NOT NULL,
      asked_at timestamptz NOT NULL,
      PRIMARY KEY (account_id, user_id)
    );
    CREATE INDEX people_unheard ON people (asked_at) WHERE version = 0`,
    teamTables,
  ],
  down: `DROP TABLE staged_members, removals_by_hand, memberships, roster, teams, people, accounts`,
});
