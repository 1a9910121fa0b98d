const width = 72;
const height = 24;

/** The recent course of a figure, without axes; decoration beside a value that is written out. */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return <svg width={width} height={height} aria-hidden="true" />;
  const max = Math.max(...known);
  const min = Math.min(...known, 0);
  const x = (i: number) => ((i / (values.length - 1)) * (width - 4) + 1).toFixed(1);
  const y = (value: number) => (height - 2 - ((value - min) / (max - min || 1)) * (height - 5)).toFixed(1);
  let path = '';
  let pen = 'M';
  values.forEach((value, i) => {
    if (value === null) {
      pen = 'M';
    } else {
      path += `${pen}${x(i)} ${y(value)}`;
      pen = 'L';
    }
  });
  const last = values.at(-1);
  return (
    <svg width={width} height={height} aria-hidden="true">
      <path d={path} fill="none" stroke="var(--series-1)" strokeWidth="1.5" strokeLinejoin="round" />
      {last !== null && last !== undefined && (
        <circle cx={x(values.length - 1)} cy={y(last)} r="2" fill="var(--series-1)" />
      )}
    </svg>
  );
}
