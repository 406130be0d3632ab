import { useEffect, useRef, type ReactNode } from 'react';
import { t } from '../../texts';
import css from './entrance.module.css';

/** A page for who is not signed in: one card in the middle. */
export function Entrance({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about?: string;
  readonly children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t.shell.product}`;
  }, [title]);
  return (
    <main className={css.entrance}>
      <div className={css.card}>
        <p className={css.product}>
          <img src="/console/icon.svg" alt="" width="24" height="24" /> {t.shell.product}
        </p>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {about ? <p className={css.about}>{about}</p> : null}
        {children}
      </div>
    </main>
  );
}
