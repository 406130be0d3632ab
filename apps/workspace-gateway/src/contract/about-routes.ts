import { IsArray, IsObject, IsString } from 'class-validator';
import { routesOf } from './define-route.js';

const defineRoute = routesOf('About');

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
  summary: 'This API as OpenAPI 3.1',
  access: 'open',
  answer: OpenApiDocument,
});

export const docs = defineRoute({
  name: 'docs',
  method: 'GET',
  path: '/api/docs',
  summary: 'This API as a page',
  access: 'open',
});

export const docsStyle = defineRoute({
  name: 'docsStyle',
  method: 'GET',
  path: '/api/docs.css',
  summary: 'What the page of this API looks like',
  access: 'open',
});
