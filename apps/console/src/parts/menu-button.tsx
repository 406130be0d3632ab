import { ChevronDown } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Button } from './button';
import fieldCss from './field.module.css';
import css from './menu-button.module.css';

interface MenuButtonProps<Act extends string> {
  readonly label: string;
  readonly acts: readonly { readonly id: Act; readonly label: string; readonly isDanger?: boolean }[];
  readonly onAct: (act: Act) => void;
}

/** A button that opens a menu of things to do. */
export function MenuButton<Act extends string>({ label, acts, onAct }: MenuButtonProps<Act>) {
  return (
    <MenuTrigger>
      <Button>
        {label}
        <ChevronDown aria-hidden />
      </Button>
      <Popover className={fieldCss.popover} placement="bottom end">
        <Menu className={fieldCss.list} aria-label={label} onAction={(key) => onAct(key as Act)}>
          {acts.map(({ id, label: name, isDanger }) => (
            <MenuItem key={id} id={id} textValue={name} className={`${css.item} ${isDanger ? css.danger : ''}`}>
              {name}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
