import type { RefObject } from 'react';
import { Menu, MenuItem, Popover } from 'react-aria-components';
import type { MenuProps } from './menu-button';
import css from './menu-button.module.css';

interface OpenMenuProps extends MenuProps<string> {
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}

/** The menu of a `MenuButton`, which loads it when it first opens. */
export function OpenMenu({ label, acts, onAct, button, onClose }: OpenMenuProps) {
  return (
    <Popover
      className={css.popover}
      placement="bottom end"
      triggerRef={button}
      isOpen
      onOpenChange={onClose}
      aria-label={label}
    >
      <Menu
        className={css.list}
        aria-label={label}
        autoFocus="first"
        onClose={onClose}
        onAction={(key) => {
          onClose();
          onAct(String(key));
        }}
      >
        {acts.map(({ id, label: name, isDanger }) => (
          <MenuItem key={id} id={id} textValue={name} className={`${css.item} ${isDanger ? css.danger : ''}`}>
            {name}
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  );
}
