import { errorMessage, type ErrorMessage } from '../messages/error-message.js';
import type { ScimType } from './scim-type.js';

/** The request is refused. `detail` is a sentence for the admin who reads it in the identity provider. */
export class ScimError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly scimType?: ScimType,
  ) {
    super(detail);
    this.name = 'ScimError';
  }

  toMessage(): ErrorMessage {
    return errorMessage(this.status, this.detail, this.scimType);
  }
}
