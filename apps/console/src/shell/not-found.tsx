import { Link } from '@tanstack/react-router';
import { t } from '../texts';
import { Entrance } from '../pages/sign-in/entrance';

export function NotFound() {
  return (
    <Entrance title={t.shell.notFound.title} about={t.shell.notFound.why}>
      <Link to="/">{t.shell.notFound.home}</Link>
    </Entrance>
  );
}
