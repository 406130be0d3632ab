import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import { IconButton } from '../../parts/button';
import { t } from '../../texts';
import { nameOf } from '../../texts/people';
import { PersonView } from './person-view';
import css from './people.module.css';
import { personQuery } from './person-query';

/** A person beside the list. Esc closes it, and leads back to the row. */
export function PersonPanel({ userId }: { readonly userId: string }) {
  const { data } = useQuery(personQuery(userId));
  const navigate = useNavigate({ from: '/people' });
  const heading = useRef<HTMLHeadingElement>(null);
  const isKnown = data !== undefined;
  useEffect(() => {
    if (isKnown && !document.querySelector('[role=dialog]')) heading.current?.focus({ preventScroll: true });
  }, [isKnown]);
  const close = useCallback(() => {
    document.querySelector<HTMLElement>('[role=row][aria-current=true]')?.focus();
    void navigate({
      search: (before) => Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'person')),
    });
  }, [navigate]);
  const panel = useEscape(close);
  return (
    <aside className={css.panel} aria-label={t.people.person} ref={panel}>
      <div className={css.panelHead}>
        <h2 ref={heading} tabIndex={-1}>
          {data ? nameOf(data) : t.people.person}
        </h2>
        <div className={css.panelButtons}>
          <Link to="/people/$userId" params={{ userId }}>
            {t.people.page}
          </Link>
          <IconButton aria-label={t.people.close} onPress={close}>
            <X aria-hidden />
          </IconButton>
        </div>
      </div>
      <PersonView userId={userId} />
    </aside>
  );
}

/** Calls `close` for Esc in an element, where nothing in it has used the key. */
function useEscape(close: () => void) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    const around = element.current;
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) close();
    };
    around?.addEventListener('keydown', pressed);
    return () => around?.removeEventListener('keydown', pressed);
  }, [close]);
  return element;
}
