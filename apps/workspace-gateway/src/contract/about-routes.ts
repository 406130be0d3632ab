import { z } from 'zod';
import { defineRoute } from './define-route.js';

export const openApi = defineRoute({
  name: 'openApi',
  method: 'GET',
  path: '/api/openapi.json',
  tag: 'About',
  summary: 'This API as OpenAPI 3.1',
  access: 'open',
  status: [200],
  answer: z.looseObject({ openapi: z.string() }),
});

export const docs = defineRoute({
  name: 'docs',
  method: 'GET',
  path: '/api/docs',
  tag: 'About',
  summary: 'This API as a page',
  access: 'open',
  status: [200],
});

export const aboutRoutes = [openApi, docs] as const;
