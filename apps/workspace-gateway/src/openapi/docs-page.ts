import { permissions } from '../auth/permissions.js';
import { allRoutes } from '../contract/all-routes.js';
import { problemCodes, problemTable } from '../errors/problem-table.js';

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The style of the page, which is a file of its own. */
export const docsStyle = `body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #ccc;padding:.4rem;text-align:left;vertical-align:top}:target{background:#ffd}
`;

/** The page has one style and links; it runs and sends nothing, loads nothing from elsewhere, and is in no frame. */
export const docsPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A page for people: every route, who may, and every problem. Nothing in it is loaded from elsewhere. */
export function docsPage(): string {
  const tags = [...new Set(allRoutes.map(({ tag }) => tag))];
  const routes = tags.map((tag) => {
    const rows = allRoutes
      .filter((route) => route.tag === tag)
      .map(({ method, path, summary, about, access, name }) => {
        const who = access === 'open' ? 'everybody' : permissions[access].join(', ');
        const more = about === undefined ? '' : `<br><small>${escaped(about)}</small>`;
        return `<tr id="${name}"><td><code>${method} ${path}</code></td><td>${escaped(summary)}${more}</td><td>${who}</td></tr>`;
      });
    return `<h2>${tag}</h2><table><tr><th>Route</th><th>What it does</th><th>Who may</th></tr>${rows.join('')}</table>`;
  });
  const problems = problemCodes.map((code) => {
    const { status, title } = problemTable[code];
    return `<tr id="problem-${code}"><td><code>${code}</code></td><td>${status}</td><td>${escaped(title)}</td></tr>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Rollcall workspace API</title>
<link rel="stylesheet" href="/api/docs.css">
<h1>Rollcall workspace API</h1><p>The whole contract, for programs: <a href="/api/openapi.json">OpenAPI 3.1</a>.</p>
${routes.join('\n')}<h2>Problems</h2><table><tr><th>Code</th><th>Status</th><th>What</th></tr>${problems.join('')}</table></html>`;
}
