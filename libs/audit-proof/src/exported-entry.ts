interface Named {
  readonly kind: string;
  readonly id: string;
  readonly name?: string | undefined;
}

/** An entry as searches answer it, and exports write it: what the log has of it, with its sentence and present names. */
export interface ExportedEntry {
  readonly id: string;
  readonly log: string;
  readonly seq: number;
  readonly at: string;
  readonly receivedAt: string;
  readonly kind: string;
  readonly type: string;
  readonly outcome: 'done' | 'tried' | 'refused' | 'unknown' | 'failed';
  readonly sentence: string;
  readonly actor?: Named;
  readonly subject?: Named;
  readonly also?: readonly string[];
  readonly requestId?: string;
  readonly causationId?: string;
  readonly version?: number;
  readonly method?: string;
  readonly route?: string;
  readonly status?: number;
  readonly code?: string;
  readonly durationMs?: number;
  readonly address?: string;
  readonly userAgent?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}
