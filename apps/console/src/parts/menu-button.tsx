import { ChevronDown } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import { Button } from './button';
import { loadedLater } from './loaded-later';

export interface MenuProps<Act extends string> {
  readonly label: string;
  readonly acts: readonly { readonly id: Act; readonly label: string; readonly isDanger?: boolean }[];
  readonly onAct: (act: Act) => void;
}

const OpenMenu = loadedLater(() => import('./open-menu').then(({ OpenMenu: component }) => component));

/** A button that opens a menu of things to do. */
export function MenuButton<Act extends string>({ label, acts, onAct }: MenuProps<Act>) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        data-write
        ref={button}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onPress={() => setOpen(true)}
        onKeyDown={({ key }) => {
          if (key === 'ArrowDown') setOpen(true);
        }}
      >
        {label}
        <ChevronDown aria-hidden />
      </Button>
      <Suspense>
        {isOpen ? (
          <OpenMenu
            label={label}
            acts={acts}
            onAct={(act) => onAct(act as Act)}
            button={button}
            onClose={() => setOpen(false)}
          />
        ) : null}
      </Suspense>
    </>
  );
}
