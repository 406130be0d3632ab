import { useNavigate } from '@tanstack/react-router';
import { useState, useSyncExternalStore } from 'react';
import { Autocomplete, Input, Menu, MenuItem, SearchField } from 'react-aria-components';
import { useMay } from '../api/me';
import { Dialog } from '../parts/dialog';
import { t } from '../texts';
import { closePalette, paletteState } from './palette-state';
import css from './palette.module.css';
import { places } from './places';

/** Leads to every page, and to whatever an id, e-mail address or request id that is pasted into it means. */
export function Palette() {
  const isOpen = useSyncExternalStore(paletteState.subscribe, () => paletteState.isOpen);
  return (
    <Dialog isOpen={isOpen} onClose={closePalette} title={t.shell.palette.title}>
      <Choices />
    </Dialog>
  );
}

function Choices() {
  const may = useMay();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const pages = places.filter(
    ({ name, permission }) => may(permission) && t.shell.places[name].toLowerCase().includes(wanted),
  );
  return (
    <Autocomplete inputValue={text} onInputChange={setText}>
      <SearchField aria-label={t.shell.palette.title} autoFocus>
        <Input className={css.input} placeholder={t.shell.palette.hint} />
      </SearchField>
      <Menu
        className={css.menu}
        aria-label={t.shell.palette.title}
        renderEmptyState={() => <p className={css.none}>{t.shell.palette.none}</p>}
        onAction={(key) => {
          const place = places.find(({ name }) => name === key);
          closePalette();
          if (place) void navigate({ to: place.to });
        }}
      >
        {pages.map(({ name, icon: Icon }) => (
          <MenuItem key={name} id={name} textValue={t.shell.places[name]} className={css.item}>
            <Icon aria-hidden />
            {t.shell.places[name]}
          </MenuItem>
        ))}
      </Menu>
    </Autocomplete>
  );
}
