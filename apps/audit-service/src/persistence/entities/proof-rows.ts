import { bigintAsNumber } from '@rollcall/persistence';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Leaf hashes of entries, as their batch appended them, until they are in the tree: one row for each log of a batch. */
@Entity('leaf_runs')
export class LeafRunRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('text') readonly log: string;
  @PrimaryColumn('bigint', { transformer: bigintAsNumber }) readonly first_seq: number;
  @Column('bytea') readonly hashes: Buffer;
}

/** How far the tree of a log is grown. The installation's own log has the nil UUID as its account. */
@Entity('grown_logs')
export class GrownLogRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('text') readonly log: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly size: number;
  @Column('bytea') readonly frontier: Buffer;
}

/** The tiles of a log (c2sp.org/tlog-tiles). A tile that is not full grows. */
@Entity('log_tiles')
export class LogTileRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('text') readonly log: string;
  @PrimaryColumn('smallint') readonly level: number;
  @PrimaryColumn('bigint', { transformer: bigintAsNumber }) readonly index: number;
  @Column('bytea') readonly hashes: Buffer;
}

/** What the installation's log says of an account's, and as which leaf. */
@Entity('log_statements')
@Index('log_statements_of_log', ['account_id', 'log', 'leaf_index'])
export class LogStatementRow {
  @PrimaryColumn('bigint', { transformer: bigintAsNumber }) readonly leaf_index: number;
  @Column('uuid') readonly account_id: string;
  @Column('text') readonly log: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly size: number;
  @Column('bytea') readonly root: Buffer;
}

/** Signed roots of the installation's log. */
@Entity('checkpoints')
export class CheckpointRow {
  @PrimaryColumn('bigint', { transformer: bigintAsNumber }) readonly size: number;
  @Column('text') readonly note: string;
  @Column('timestamptz') readonly signed_at: Date;
}

/** That a key signs from now on: a note of the key before it and of itself. */
@Entity('key_successions')
export class KeySuccessionRow {
  @PrimaryColumn('timestamptz') readonly at: Date;
  @Column('text') readonly note: string;
}

/** What stands in the place of a struck id: another random id, the same in all entries of the account. */
@Entity('struck_ids')
export class StruckIdRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  @PrimaryColumn('uuid') readonly stand_in: string;
  /** SHA-256 of the struck id. */
  @Column('bytea') readonly id_hash: Buffer;
}

/** Whom an operator had struck, until it is done. */
@Entity('due_strikes')
export class DueStrikeRow {
  @PrimaryColumn('uuid') readonly account_id: string;
  /** SHA-256 of the id. */
  @PrimaryColumn('bytea') readonly id_hash: Buffer;
  @Column('timestamptz') readonly since: Date;
}
