import { Controller } from '@nestjs/common';
import { Answer } from '@rollcall/gateway-kit';
import * as routes from '../contract/about-routes.js';
import { docsPage, docsPolicy, docsStyle } from '../openapi/docs-page.js';
import { openApiDocument } from '../openapi/document.js';
import { Serve } from './serve.js';

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': docsPolicy,
};

/** The documents about this API itself. */
@Controller()
export class AboutController {
  private readonly document = openApiDocument();
  private readonly page = docsPage();

  @Serve(routes.openApi)
  openApi() {
    return new Answer(this.document);
  }

  @Serve(routes.docs)
  docs() {
    return new Answer(this.page, { headers: pageHeaders });
  }

  @Serve(routes.docsStyle)
  docsStyle() {
    return new Answer(docsStyle, { headers: { 'content-type': 'text/css; charset=utf-8' } });
  }
}
