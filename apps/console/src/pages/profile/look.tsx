import { useState } from 'react';
import { Checkbox, RadioGroup } from '../../parts/field';
import { Select } from '../../parts/select';
import { Section } from '../../parts/page';
import { singleKeys } from '../../shell/keys';
import { appearance, type Density, type Theme } from '../../shell/appearance';
import { chooseLanguage, languages, preferredLanguage, t } from '../../texts';
import css from './profile.module.css';

const themes: readonly Theme[] = ['system', 'light', 'dark'];
const densities: readonly Density[] = ['comfortable', 'compact'];

/** How the console looks and is used in this browser. */
export function Look() {
  const { look } = t.profile;
  const [theme, setTheme] = useState(appearance.theme);
  const [density, setDensity] = useState(appearance.density);
  const [areKeysOn, setKeysOn] = useState(singleKeys.areOn);
  return (
    <Section title={look.title}>
      <p className={css.hint}>{look.about}</p>
      <div className={css.form}>
        <RadioGroup
          label={look.theme}
          value={theme}
          onChange={(next) => {
            appearance.chooseTheme(next);
            setTheme(next);
          }}
          choices={themes.map((value) => ({ value, label: look[value] }))}
        />
        <RadioGroup
          label={look.density}
          value={density}
          onChange={(next) => {
            appearance.chooseDensity(next);
            setDensity(next);
          }}
          choices={densities.map((value) => ({ value, label: look[value] }))}
        />
        <Select
          label={look.language}
          value={preferredLanguage()}
          onChange={chooseLanguage}
          choices={Object.entries(languages).map(([value, { name }]) => ({ value, label: name }))}
        />
        <Checkbox
          isSelected={areKeysOn}
          onChange={(areOn) => {
            singleKeys.set(areOn);
            setKeysOn(areOn);
          }}
        >
          {look.keys}
        </Checkbox>
      </div>
    </Section>
  );
}
