import type { PasswordLink } from '../../api/generated/types.gen';
import { SecretOnce } from '../../parts/secret-once';
import { Time } from '../../parts/time';
import { t } from '../../texts';

/** The address that a link to set a password leads to: where the product says so, or this console. */
export function addressOf(
  { text, url }: Pick<PasswordLink, 'text' | 'url'>,
  origin = globalThis.location.origin,
): string {
  return url ?? `${origin}/console/set-password#${text}`;
}

interface LinkShownProps {
  readonly title: string;
  readonly name: string;
  readonly link: PasswordLink;
  readonly onClose: () => void;
}

/** Shows a link to set a password with, for the only time. */
export function LinkShown({ title, name, link, onClose }: LinkShownProps) {
  return (
    <SecretOnce
      title={title}
      label={t.personActs.linkShown}
      secret={addressOf(link)}
      onClose={onClose}
      after={
        <p>
          {t.personActs.linkUntil} <Time at={link.expiresAt} isEnd />
        </p>
      }
    >
      <p>{t.personActs.linkPassOn(name)}</p>
    </SecretOnce>
  );
}
