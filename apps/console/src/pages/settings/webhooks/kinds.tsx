import type { NoticeKind } from '../../../api/webhooks';
import { Checkbox, RadioGroup } from '../../../parts/field';
import { t } from '../../../texts';
import css from '../settings.module.css';

interface KindsProps {
  /** Undefined: all kinds, also those of later versions. */
  readonly kinds: readonly NoticeKind[] | undefined;
  readonly onChange: (kinds: readonly NoticeKind[] | undefined) => void;
}

/** Which kinds of notices are sent. */
export function Kinds({ kinds, onChange }: KindsProps) {
  const { adding } = t.webhooks;
  const all = Object.keys(t.notices.kinds) as NoticeKind[]; // the names of the texts
  const toggle = (kind: NoticeKind, isChosen: boolean) =>
    onChange(all.filter((each) => (each === kind ? isChosen : kinds?.includes(each) === true)));
  return (
    <>
      <RadioGroup
        label={adding.which}
        value={kinds ? 'some' : 'all'}
        onChange={(value) => onChange(value === 'all' ? undefined : all)}
        choices={[
          { value: 'all', label: adding.all },
          { value: 'some', label: adding.some },
        ]}
      />
      {kinds ? (
        <div className={css.kinds} role="group" aria-label={adding.some}>
          {all.map((kind) => (
            <Checkbox key={kind} isSelected={kinds.includes(kind)} onChange={(isChosen) => toggle(kind, isChosen)}>
              {t.notices.kinds[kind]}
            </Checkbox>
          ))}
          {kinds.length === 0 ? <p className={css.last}>{adding.pick}</p> : null}
        </div>
      ) : null}
    </>
  );
}
