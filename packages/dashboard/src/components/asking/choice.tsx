import { Select } from '@mantine/core';
import css from './asking.module.css';

/** One of a few, in a question's row. */
export function Choice<V extends string>({
  label,
  value,
  options,
  nameOf,
  onChange,
}: {
  label: string;
  value: V;
  options: readonly V[];
  nameOf: (value: V) => string;
  onChange: (value: V) => void;
}) {
  return (
    <Select
      className={css.select}
      size="xs"
      label={label}
      allowDeselect={false}
      value={value}
      data={options.map((one) => ({ value: one as string, label: nameOf(one) }))}
      onChange={(next) => {
        const found = options.find((one) => one === next);
        if (found !== undefined) onChange(found);
      }}
    />
  );
}

/** Fields beside each other. */
export function ChoiceRow({ children }: { children: React.ReactNode }) {
  return <div className={css.row}>{children}</div>;
}
