import { IsArray, IsObject, IsString } from 'class-validator';
import { defineRoute } from './define-route.js';

class OpenApiDocument {
  @IsString() openapi: string;
  @IsObject() info: object;
  @IsArray() servers: object[];
  @IsObject() paths: object;
  @IsObject() components: object;
}

export const openApi = defineRoute({
  name: 'openApi',
  method: 'GET',
  path: '/api/openapi.json',
  tag: 'About',
  summary: 'This API as OpenAPI 3.1',
  access: 'open',
  status: [200],
  answer: OpenApiDocument,
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

export const docsStyle = defineRoute({
  name: 'docsStyle',
  method: 'GET',
  path: '/api/docs.css',
  tag: 'About',
  summary: 'What the page of this API looks like',
  access: 'open',
  status: [200],
});

export const aboutRoutes = [openApi, docs, docsStyle] as const;
