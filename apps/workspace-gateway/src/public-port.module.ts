import { Module, type DynamicModule } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { PasswordHasher, type SourceLimiter } from '@rollcall/edge';
import { SessionCookie } from './auth/session-credential.js';
import type { Services } from './clients/connect-to-services.js';
import { SESSION_DIRECTORY, SIGN_IN_LIMITER, USER_COMMAND_BUS, USER_DIRECTORY } from './clients/tokens.js';
import { SendAnswers } from './routes/serve.js';
import { SetupController } from './routes/setup.controller.js';
import { SignInController } from './routes/sign-in.controller.js';

/** What the routes of the public port work with. */
export interface RouteParts {
  readonly services: Services;
  readonly passwords: PasswordHasher;
  readonly cookie: SessionCookie;
  readonly signIns: SourceLimiter;
}

/** Composition root of the public port: its routes, and what they ask. */
@Module({})
export class PublicPortModule {
  static with({ services, passwords, cookie, signIns }: RouteParts): DynamicModule {
    return {
      module: PublicPortModule,
      controllers: [SetupController, SignInController],
      providers: [
        { provide: SESSION_DIRECTORY, useValue: services.sessions },
        { provide: USER_DIRECTORY, useValue: services.users },
        { provide: USER_COMMAND_BUS, useValue: services.userCommands },
        { provide: SIGN_IN_LIMITER, useValue: signIns },
        { provide: PasswordHasher, useValue: passwords },
        { provide: SessionCookie, useValue: cookie },
        { provide: APP_INTERCEPTOR, useClass: SendAnswers },
      ],
    };
  }
}
