import { Module, type DynamicModule } from '@nestjs/common';
import { CommandSender, PasswordHasher, QueryClient, type SourceLimiter } from '@rollcall/gateway-kit';
import { DeviceCookie } from './auth/device-cookie.js';
import { SessionCookie } from './auth/session-credential.js';
import { SetupSecret } from './auth/setup-secret.js';
import type { Services } from './clients/connect-to-services.js';
import { HintStreams } from './hints/hint-streams.js';
import { Links } from './resources/password-link.js';
import { AboutController } from './routes/about.controller.js';
import { AuditExportController } from './routes/audit-export.controller.js';
import { AuditStreamsController } from './routes/audit-streams.controller.js';
import { AuditTokensController } from './routes/audit-tokens.controller.js';
import { AuditController } from './routes/audit.controller.js';
import { EventsController } from './routes/events.controller.js';
import { ExplainController } from './routes/explain.controller.js';
import { LeaversController } from './routes/leavers.controller.js';
import { LookupController } from './routes/lookup.controller.js';
import { NoticesController } from './routes/notices.controller.js';
import { NotificationsController } from './routes/notifications.controller.js';
import { OwnPasswordController } from './routes/own-password.controller.js';
import { PeopleListsController } from './routes/people-lists.controller.js';
import { PeopleController } from './routes/people.controller.js';
import { ReconcilerController } from './routes/reconciler.controller.js';
import { RolesController } from './routes/roles.controller.js';
import { ScimAddress, ScimController } from './routes/scim.controller.js';
import { SessionsController } from './routes/sessions.controller.js';
import { SetupController, SIGN_IN_LIMITER } from './routes/setup.controller.js';
import { SignInController } from './routes/sign-in.controller.js';
import { TakeoversController } from './routes/takeovers.controller.js';
import { TeamsController } from './routes/teams.controller.js';
import { WebhooksController } from './routes/webhooks.controller.js';

/** What the routes of the public port need. */
export interface RouteParts {
  readonly services: Services;
  readonly passwords: PasswordHasher;
  readonly cookie: SessionCookie;
  readonly deviceCookie: DeviceCookie;
  readonly signIns: SourceLimiter;
  readonly links: Links;
  readonly scimAddress: ScimAddress;
  readonly setupSecret: SetupSecret;
  readonly hints: HintStreams;
}

/** Composition root of the public port: its routes, and the clients that they use. */
@Module({})
export class PublicPortModule {
  static with(parts: RouteParts): DynamicModule {
    const { services, passwords, cookie, deviceCookie, signIns, links, scimAddress, setupSecret, hints } = parts;
    return {
      module: PublicPortModule,
      controllers: [
        SetupController,
        SignInController,
        OwnPasswordController,
        SessionsController,
        PeopleListsController,
        PeopleController,
        RolesController,
        TakeoversController,
        TeamsController,
        ScimController,
        LeaversController,
        NoticesController,
        NotificationsController,
        WebhooksController,
        ReconcilerController,
        AuditController,
        AuditExportController,
        AuditTokensController,
        AuditStreamsController,
        ExplainController,
        EventsController,
        LookupController,
        AboutController,
      ],
      providers: [
        { provide: QueryClient, useValue: services.queries },
        { provide: CommandSender, useValue: services.commands },
        { provide: SIGN_IN_LIMITER, useValue: signIns },
        { provide: Links, useValue: links },
        { provide: ScimAddress, useValue: scimAddress },
        { provide: HintStreams, useValue: hints },
        { provide: SetupSecret, useValue: setupSecret },
        { provide: PasswordHasher, useValue: passwords },
        { provide: SessionCookie, useValue: cookie },
        { provide: DeviceCookie, useValue: deviceCookie },
      ],
    };
  }
}
