import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Autocomplete, Input, Menu, MenuItem, SearchField } from 'react-aria-components';
import { call } from '../api/call';
import { lookup } from '../api/generated/sdk.gen';
import { useMay } from '../api/me';
import { sentenceOf } from '../parts/problem';
import { useSettled } from '../parts/use-settled';
import { t } from '../texts';
import { list } from '../texts/format';
import { choicesOf, pagesFor, searchFor, type Choice } from './palette-choices';
import { closePalette } from './palette-state';
import css from './palette.module.css';

const typedMs = 250;
const shortest = 2;

/** What is typed, and the places that it may mean. */
export function PaletteList() {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const { choices, note } = useChoices(text);
  return (
    <Autocomplete inputValue={text} onInputChange={setText}>
      <SearchField aria-label={t.shell.palette.title} autoFocus>
        <Input className={css.input} placeholder={t.shell.palette.hint} />
      </SearchField>
      <Menu
        className={css.menu}
        aria-label={t.shell.palette.title}
        items={choices}
        renderEmptyState={() => <p className={css.none}>{note ?? t.shell.palette.none}</p>}
        onAction={(key) => {
          const choice = choices.find((each) => each.key === key);
          closePalette();
          if (choice) void navigate(choice.to);
        }}
      >
        {(choice) => <ChoiceItem choice={choice} />}
      </Menu>
      {note && choices.length > 0 ? <p className={css.none}>{note}</p> : null}
    </Autocomplete>
  );
}

function ChoiceItem({ choice: { key, title, kind, icon: Icon } }: { readonly choice: Choice }) {
  return (
    <MenuItem id={key} textValue={title} className={css.item}>
      <Icon aria-hidden />
      <span className={css.title}>{title}</span>
      {kind ? <span className={css.kind}>{kind}</span> : null}
    </MenuItem>
  );
}

/** Pages at once, and what the API knows of the text once the typing stops. */
function useChoices(text: string): { readonly choices: readonly Choice[]; readonly note: string | undefined } {
  const may = useMay();
  const sought = useSettled(text.trim(), typedMs);
  const isSought = may('users.read') && sought.length >= shortest;
  const { data, isFetching, error } = useQuery({
    queryKey: ['lookup', sought],
    queryFn: ({ signal }) => call(lookup({ query: { text: sought }, signal })),
    enabled: isSought,
    retry: false,
  });
  // Nothing before it is known: the first of the menu is where Enter leads.
  const isKnown = isSought && !isFetching && sought === text.trim();
  const found = isKnown && data ? choicesOf(data.items) : [];
  const search = isKnown ? [searchFor(sought)] : [];
  const unanswered = data?.unanswered ?? [];
  return {
    choices: [...found, ...pagesFor(text, may), ...search],
    note: noteOf({ isLooking: isSought && isFetching, error: isSought ? error : undefined, unanswered }),
  };
}

interface Looked {
  readonly isLooking: boolean;
  readonly error: unknown;
  readonly unanswered: readonly (keyof typeof t.shell.palette.kinds)[];
}

/** What there is to say about looking something up. */
function noteOf({ isLooking, error, unanswered }: Looked): string | undefined {
  if (isLooking) return t.shell.palette.looking;
  if (error) return sentenceOf(error);
  if (unanswered.length === 0) return undefined;
  return t.shell.palette.unanswered(list(unanswered.map((kind) => t.shell.palette.kinds[kind])));
}
