import type { AuditEntryView, Role, Setting } from '../../api/generated/types.gen';
import { RadioGroup } from '../../parts/field';
import { TextField } from '../../parts/text-field';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { isGood, sentenceOf } from './setting-facts';
import css from './settings.module.css';

/** What a value of a setting says. */
export function saidOf(name: string, value: string, roles: readonly Role[]): string {
  const words = {
    values: t.settings.questions[name]?.values ?? {},
    number: t.settings.numbers[name],
    role: t.settings.role,
  };
  return sentenceOf(value, words, roles);
}

/** What a setting asks; its name where it is of a later version. */
export const titleOf = (name: string): string => t.settings.questions[name]?.title ?? name;

interface QuestionProps {
  readonly setting: Setting;
  /** What is chosen, saved or not. */
  readonly value: string;
  readonly roles: readonly Role[];
  readonly lastChange: AuditEntryView | undefined;
  /** Absent where it may only be read. */
  readonly onChange: ((value: string) => void) | undefined;
}

/** One setting: the question, its answers as sentences, and who changed it last. */
export function Question({ setting, value, roles, lastChange, onChange }: QuestionProps) {
  const { name, numbers, allowed } = setting;
  const isNumber = numbers !== undefined && !allowed.includes(value);
  const { choice, field } = t.settings.numberChoices[name] ?? t.settings.otherNumber;
  const labelOf = (each: string) => {
    const said = saidOf(name, each, roles);
    return each === setting.default ? { label: said, hint: t.settings.isDefault } : { label: said };
  };
  const choices = allowed.map((each) => ({ value: each, ...labelOf(each) }));
  const about = t.settings.questions[name]?.about;
  return (
    <div className={css.question} data-setting={name}>
      <RadioGroup
        label={titleOf(name)}
        {...(about ? { hint: about } : {})}
        choices={numbers ? [...choices, { value: 'number', label: choice }] : choices}
        value={isNumber ? 'number' : value}
        onChange={(next) => onChange?.(next === 'number' ? numberOf(setting) : next)}
        isDisabled={!onChange}
      />
      {isNumber ? (
        <div className={css.number}>
          <TextField
            label={field}
            value={value}
            onChange={(next) => onChange?.(next.trim())}
            inputMode="numeric"
            autoComplete="off"
            isDisabled={!onChange}
            problem={isGood(setting, value) ? undefined : t.settings.between(numbers.from, numbers.to)}
          />
        </div>
      ) : null}
      {lastChange ? (
        <p className={css.last}>
          {t.settings.lastChange} <Time at={lastChange.at} />
          {lastChange.actor?.name ? ` ${t.settings.changedBy(lastChange.actor.name)}` : null}
        </p>
      ) : null}
    </div>
  );
}

/** The number that holds, or none yet. */
const numberOf = ({ allowed, value }: Setting) => (allowed.includes(value) ? '' : value);
