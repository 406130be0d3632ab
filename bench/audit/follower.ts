import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { StackAdmin } from '../../tools/stack/stack-file.ts';

interface Page {
  readonly entries: readonly { readonly subject?: { readonly id: string } }[];
  readonly next?: string;
}

const pollMs = 50;

/** An admin who follows the log of creations, as a SIEM does, and notes when each is found. */
export class Follower {
  /** When each person's creation was found, by id (`performance.now()`). */
  readonly foundAt = new Map<string, number>();
  private isOver = false;
  private following: Promise<void> = Promise.resolve();

  private readonly api: string;
  private readonly token: string;

  private constructor(api: string, token: string) {
    this.api = api;
    this.token = token;
  }

  static async of(folder: string): Promise<Follower> {
    const admin = JSON.parse(await readFile(join(folder, 'stack.json'), 'utf8')) as StackAdmin;
    const { workspaceUrl, accountSlug: account, adminEmail: userName, adminPassword: password } = admin;
    const answer = await fetch(`${workspaceUrl}/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account, userName, password, as: 'bearer' }),
    });
    if (answer.status !== 201) throw new Error(`the admin cannot sign in: ${await answer.text()}`);
    const follower = new Follower(workspaceUrl, ((await answer.json()) as { token: string }).token);
    follower.following = follower.follow();
    return follower;
  }

  /** Waits until somebody's creation is found. @throws Error where that takes longer than ten minutes */
  async found(id: string): Promise<number> {
    const until = performance.now() + 600_000;
    for (;;) {
      const at = this.foundAt.get(id);
      if (at !== undefined) return at;
      if (performance.now() > until) throw new Error(`the creation of ${id} is not found`);
      await pause(pollMs);
    }
  }

  async close(): Promise<void> {
    this.isOver = true;
    await this.following;
  }

  private async follow(): Promise<void> {
    for (let next: string | undefined; !this.isOver;) {
      const cursor = next === undefined ? '' : `&cursor=${next}`;
      const answer = await fetch(`${this.api}/audit/entries?type=user.created&order=asc&limit=200${cursor}`, {
        headers: { authorization: `Bearer ${this.token}` },
      });
      if (answer.status !== 200) throw new Error(`the log is not told: ${answer.status} ${await answer.text()}`);
      const page = (await answer.json()) as Page;
      const now = performance.now();
      for (const { subject } of page.entries) if (subject) this.foundAt.set(subject.id, now);
      next = page.next ?? next;
      if (page.entries.length < 200) await pause(pollMs);
    }
  }
}
