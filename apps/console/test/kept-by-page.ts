import type { Page } from 'playwright-core';

/** Everything that a page keeps where a script, a person or a part of the page could find it, with what it knows of the API. */
export const keptByPage = (page: Page): Promise<string> =>
  page.evaluate(() => {
    interface Fiber {
      readonly stateNode: { readonly current: Fiber } | null;
      readonly child: Fiber | null;
      readonly memoizedProps: { readonly client?: Client } | null;
    }
    interface Client {
      getQueryCache?(): { getAll(): readonly { readonly queryKey: unknown; readonly state: unknown }[] };
      getMutationCache(): { getAll(): readonly { readonly state: unknown }[] };
    }
    const root = document.querySelector('#root') as (Element & Record<string, Fiber>) | null;
    const key = Object.keys(root ?? {}).find((name) => name.startsWith('__reactContainer$')) ?? '';
    let fiber: Fiber | null = root?.[key]?.stateNode?.current ?? null;
    while (fiber && !fiber.memoizedProps?.client?.getQueryCache) fiber = fiber.child;
    const client = fiber?.memoizedProps?.client;
    if (!client?.getQueryCache) throw new Error('the page has no client of queries');
    const queries = client.getQueryCache().getAll();
    if (queries.length === 0) throw new Error('the page has asked for nothing');
    return JSON.stringify([
      queries.map(({ queryKey, state }) => [queryKey, state]),
      client
        .getMutationCache()
        .getAll()
        .map(({ state }) => state),
      document.documentElement.outerHTML,
      [...document.querySelectorAll('input')].map(({ value }) => value),
      { ...localStorage },
      { ...sessionStorage },
      location.href,
      history.state,
    ]);
  });
