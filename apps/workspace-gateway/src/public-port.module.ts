import { Module, type DynamicModule } from '@nestjs/common';
import { PasswordHasher, type SourceLimiter } from '@rollcall/gateway-kit';
import { SessionCookie } from './auth/session-credential.js';
import type { Services } from './clients/connect-to-services.js';
import * as ports from './clients/injection-tokens.js';
import { Links } from './resources/password-link.js';
import { AboutController } from './routes/about.controller.js';
import { PeopleController } from './routes/people.controller.js';
import { ReconcilerController } from './routes/reconciler.controller.js';
import { RolesController } from './routes/roles.controller.js';
import { ScimAddress, ScimController } from './routes/scim.controller.js';
import { SetupController } from './routes/setup.controller.js';
import { SignInController } from './routes/sign-in.controller.js';
import { TeamsController } from './routes/teams.controller.js';

/** What the routes of the public port need. */
export interface RouteParts {
  readonly services: Services;
  readonly passwords: PasswordHasher;
  readonly cookie: SessionCookie;
  readonly signIns: SourceLimiter;
  readonly links: Links;
  readonly scimAddress: ScimAddress;
}

/** Composition root of the public port: its routes, and the clients that they use. */
@Module({})
export class PublicPortModule {
  static with({ services, passwords, cookie, signIns, links, scimAddress }: RouteParts): DynamicModule {
    return {
      module: PublicPortModule,
      controllers: [
        SetupController,
        SignInController,
        PeopleController,
        RolesController,
        TeamsController,
        ScimController,
        ReconcilerController,
        AboutController,
      ],
      providers: [
        { provide: ports.SESSION_QUERY_CLIENT, useValue: services.sessions },
        { provide: ports.USER_QUERY_CLIENT, useValue: services.users },
        { provide: ports.USER_COMMAND_BUS, useValue: services.userCommands },
        { provide: ports.TEAM_QUERY_CLIENT, useValue: services.teams },
        { provide: ports.TEAM_COMMAND_BUS, useValue: services.teamCommands },
        { provide: ports.TOKEN_QUERY_CLIENT, useValue: services.tokens },
        { provide: ports.ACCOUNT_COMMAND_BUS, useValue: services.accountCommands },
        { provide: ports.SIGN_IN_LIMITER, useValue: signIns },
        { provide: Links, useValue: links },
        { provide: ScimAddress, useValue: scimAddress },
        { provide: PasswordHasher, useValue: passwords },
        { provide: SessionCookie, useValue: cookie },
      ],
    };
  }
}
