import { useEffect, useRef, type ReactNode } from 'react';
import { t } from '../texts';
import css from './page.module.css';

interface PageProps {
  readonly title: string;
  /** One sentence about what is on it. */
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page with its heading, which has the focus after navigation. */
export function Page({ title, about, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t.shell.product}`;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div className={css.page}>
      <header className={css.header}>
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {about ? <p className={css.about}>{about}</p> : null}
        </div>
        {actions ? <div className={css.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

/** A part of a page with a heading of its own. */
export function Section({ title, actions, children }: Omit<PageProps, 'about'>) {
  return (
    <section className={css.section}>
      <div className={css.sectionHeader}>
        <h2>{title}</h2>
        {actions ? <div className={css.actions}>{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}

/** Controls above a list. */
export function Toolbar({ children }: { readonly children: ReactNode }) {
  return (
    <div className={css.toolbar} role="search">
      {children}
    </div>
  );
}

/** Why there is nothing here, and the next step. */
export function Empty({ children, actions }: { readonly children: ReactNode; readonly actions?: ReactNode }) {
  return (
    <div className={css.empty}>
      <p>{children}</p>
      {actions ? <div className={css.actions}>{actions}</div> : null}
    </div>
  );
}

/** Rows of the right height while something is read for the first time; they show after a moment only. */
export function Skeleton({ rows = 6 }: { readonly rows?: number }) {
  return (
    <div className={css.skeleton} aria-busy="true" aria-label={t.parts.loading} role="status">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={css.bar} />
      ))}
    </div>
  );
}

/** Names with their values. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className={css.facts}>{children}</dl>;
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A framed part of a page. */
export function Card({ children }: { readonly children: ReactNode }) {
  return <div className={css.card}>{children}</div>;
}
