import { ocsfEvent } from '@rollcall/audit-proof';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allMessageDefinitions, Topics, type AuditEntryView } from '@rollcall/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { entryOf } from '../entry-of.js';

const schemaAt = join(import.meta.dirname, '../../../test/ocsf/1.8.0.json');
const schema = { $id: 'ocsf', ...(JSON.parse(readFileSync(schemaAt, 'utf8')) as object) };
const ajv = new Ajv2020({ strict: false, allErrors: true }).addSchema(schema);

/** What the published schema says against an event. */
function problemsOf(event: Readonly<Record<string, unknown>>): unknown {
  const validate = ajv.getSchema(`ocsf#/$defs/${String(event['class_uid'])}`);
  if (!validate) throw new Error(`no class ${String(event['class_uid'])}`);
  return validate(event) === true ? [] : validate.errors;
}

const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const ann = '01890a5d-ac96-774b-bcce-b302099a8058';
const at = '2026-03-01T10:00:00.000Z';
const base: AuditEntryView = {
  id: '01890a5d-ac96-774b-bcce-b302099a8061',
  log: 'changes',
  seq: 7,
  at,
  receivedAt: at,
  kind: 'event',
  type: 'user.created',
  outcome: 'done',
  sentence: 'It happened.',
};
const audited = allMessageDefinitions().filter(
  ({ kind, topic }) => kind !== 'command' && topic.startsWith('rollcall.') && topic !== Topics.auditEntries,
);

/** The entry of a message's example, as a search shows it. */
function viewOf(definition: (typeof audited)[number], more: Partial<AuditEntryView> = {}): AuditEntryView {
  const { example, type } = definition;
  const message = { id: base.id, type, time: new Date(at), accountId, correlationId: base.id, payload: example };
  const place = { topic: 'topic', partition: 0, offset: 1 };
  const entry = entryOf({ ...message, key: definition.key(example) }, place);
  if (!entry) throw new Error(`${type} has no row`);
  const { kind, outcome, actor, subject, also, method, route, status, code, durationMs, source, detail } = entry;
  const said = { actor, subject, also, method, route, status, code, durationMs, detail, address: source?.address };
  const there = Object.entries(said).filter(([, value]) => value !== undefined && value !== '');
  return { ...base, type, kind, outcome, requestId: base.id, ...Object.fromEntries(there), ...more };
}

describe('an event of OCSF 1.8', () => {
  it.each(audited.map((definition) => [definition.type, definition] as const))(
    'is as the published schema says: %s',
    (_, definition) => {
      const entry = viewOf(definition);
      expect(problemsOf(ocsfEvent(entry, accountId))).toEqual([]);
      const { actor: _actor, subject: _subject, also: _also, address: _address, ...bare } = entry;
      expect(problemsOf(ocsfEvent(bare, accountId))).toEqual([]);
      for (const outcome of ['refused', 'failed', 'unknown', 'tried'] as const)
        expect(problemsOf(ocsfEvent({ ...entry, outcome }, accountId))).toEqual([]);
    },
  );

  it('is found wrong by that schema where it is', () => {
    const event = ocsfEvent(base, accountId);
    for (const wrong of [{ activity_id: 77 }, { more: 1 }, { time: at }, { metadata: {} }])
      expect(problemsOf({ ...event, ...wrong })).not.toEqual([]);
  });

  const kindOf = (of: Partial<AuditEntryView>) => {
    const { class_uid: uid, activity_id: activity, status_id: status } = ocsfEvent({ ...base, ...of }, accountId);
    return [uid, activity, status];
  };
  const user = { kind: 'user', id: ann } as const;
  const team = { kind: 'team', id: ann } as const;

  it.each([
    [{ type: 'user.created', subject: user }, [3001, 1, 1]],
    [{ type: 'user.reactivated', subject: user }, [3001, 2, 1]],
    [{ type: 'user.deactivated', subject: user }, [3001, 5, 1]],
    [{ type: 'user.released', subject: user }, [3001, 6, 1]],
    [{ type: 'user.updated', subject: user, detail: { changed: ['password'] } }, [3001, 3, 1]],
    [{ type: 'user.updated', subject: user, detail: { changed: ['title'] } }, [3001, 99, 1]],
    [{ type: 'user.type-changed', subject: user, detail: { userType: 'admin' } }, [3005, 1, 1]],
    [{ type: 'team.members-added', subject: team }, [3006, 3, 1]],
    [{ type: 'team.members-removed', subject: team }, [3006, 4, 1]],
    [{ type: 'session.refused', subject: user, outcome: 'refused' }, [3002, 1, 2]],
    [{ type: 'session.ended', subject: user }, [3002, 2, 1]],
    [{ type: 'token.created', subject: { kind: 'token', id: ann } }, [3004, 1, 1]],
    [{ type: 'token.revoked', subject: { kind: 'token', id: ann } }, [3004, 4, 1]],
    [{ type: 'account.settings-changed', subject: { kind: 'account', id: accountId } }, [3004, 3, 1]],
    [{ type: 'scim.request-answered', kind: 'request', method: 'PATCH', outcome: 'refused' }, [6003, 3, 2]],
    [{ type: 'audit.versions-missing', kind: 'gap', outcome: 'failed' }, [3004, 99, 2]],
  ] as const)('%j is of the class, the activity and the status %j', (of, kind) => {
    expect(kindOf(of)).toEqual(kind);
  });

  it('has the number, the id, the request and the account of the entry, and all the rest of it', () => {
    const entry = { ...base, subject: team, also: [ann], requestId: ann, version: 3, detail: { unknown: 2 } };
    expect(ocsfEvent({ ...entry, type: 'team.members-added' }, accountId)).toMatchObject({
      type_uid: 300_603,
      time: Date.parse(at),
      message: 'It happened.',
      metadata: { uid: base.id, sequence: 7, correlation_uid: ann, tenant_uid: accountId, version: '1.8.0' },
      group: { uid: team.id },
      user: { uid: ann },
      unmapped: { also: [ann], version: 3, detail: { unknown: 2 }, subject_kind: 'team' },
    });
  });
});
