// @boxyhq/saml-jackson on PostgreSQL, behind the few lines of Express that its documentation asks for.
import saml from '@boxyhq/saml-jackson';
import express from 'express';

const { PORT, DATABASE_URL } = process.env;
const url = `http://127.0.0.1:${PORT}`;
const { directorySyncController: sync } = await saml.default({
  externalUrl: url,
  samlPath: '/saml',
  scimPath: '/scim',
  noAnalytics: true,
  db: { engine: 'sql', type: 'postgres', url: DATABASE_URL },
});
const { data: directory, error } = await sync.directories.create({
  tenant: 'bench',
  product: 'bench',
  type: 'okta-scim-v2',
});
if (error) throw new Error(error.message);

const app = express();
app.use(express.json({ type: ['application/json', 'application/scim+json'], limit: '32mb' }));
const scim = async ({ method, params, query, body, headers }, response) => {
  const { status, data } = await sync.requests.handle({
    method,
    directoryId: directory.id,
    resourceType: params.type,
    resourceId: params.id,
    apiSecret: headers.authorization?.slice('Bearer '.length) ?? null,
    query: { count: Number(query.count ?? 100), startIndex: Number(query.startIndex ?? 1), filter: query.filter },
    body,
  });
  response
    .status(status)
    .type('application/scim+json')
    .send(data === undefined ? '' : JSON.stringify(data));
};
app.all('/scim/:type', scim);
app.all('/scim/:type/:id', scim);
app.listen(Number(PORT), '127.0.0.1', () =>
  console.log(`ready ${JSON.stringify({ scimUrl: `${url}/scim`, scimToken: directory.scim.secret })}`),
);
