// scimmy with scimmy-routers, in memory, with an index by id, userName and displayName. It leaves storage to its user: this is the fastest one.
import { randomUUID } from 'node:crypto';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

const { PORT } = process.env;
const url = `http://127.0.0.1:${PORT}`;
const token = 'bench';

/** All resources of one type. `key` is the attribute that must be unique. */
function storeOf(key) {
  const byId = new Map();
  const byKey = new Map();
  const keyOf = (resource) => resource[key]?.toLowerCase();
  const meta = (before) => ({ created: before?.meta.created ?? new Date(), lastModified: new Date() });
  return {
    ingress: ({ id }, instance) => {
      const before = id === undefined ? undefined : byId.get(id);
      if (id !== undefined && !before) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
      const resource = { ...JSON.parse(JSON.stringify(instance)), id: id ?? randomUUID(), meta: meta(before) };
      const owner = byKey.get(keyOf(resource));
      if (owner !== undefined && owner !== resource.id)
        throw new SCIMMY.Types.Error(409, 'uniqueness', `${key} is taken`);
      if (before) byKey.delete(keyOf(before));
      byId.set(resource.id, resource);
      byKey.set(keyOf(resource), resource.id);
      return resource;
    },
    egress: ({ id, filter }) => {
      if (id !== undefined) {
        const found = byId.get(id);
        if (!found) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
        return found;
      }
      const [, name] = /^(?:userName|displayName) eq "([^"]+)"$/i.exec(filter?.expression ?? '') ?? [];
      if (name === undefined) return [...byId.values()];
      const found = byKey.get(name.toLowerCase());
      return found === undefined ? [] : [byId.get(found)];
    },
    degress: ({ id }) => {
      const before = byId.get(id);
      if (!before) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
      byId.delete(id);
      byKey.delete(keyOf(before));
    },
  };
}

for (const [Resource, key] of [
  [SCIMMY.Resources.User, 'userName'],
  [SCIMMY.Resources.Group, 'displayName'],
]) {
  const { ingress, egress, degress } = storeOf(key);
  SCIMMY.Resources.declare(Resource).ingress(ingress).egress(egress).degress(degress);
}
const app = express();
const handler = (request) => {
  if (request.header('authorization') !== `Bearer ${token}`) throw new Error('Authorization not detected');
  return 'bench';
};
app.use('/scim', new SCIMMYRouters({ type: 'bearer', handler }));
app.listen(Number(PORT), '127.0.0.1', () =>
  console.log(`ready ${JSON.stringify({ scimUrl: `${url}/scim`, scimToken: token })}`),
);
