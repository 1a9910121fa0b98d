/** What a training came to, as its job tells. */
export interface TrainOutcome {
  version: number;
  promoted: boolean;
  gates: { name: string; passed: boolean; skipped: boolean; detail: string }[];
  summary: Record<string, number>;
}

/** The version with its figures, each gate's verdict with the reason, and whether it serves now. */
export function outcomeLines(model: string, { version, promoted, gates, summary }: TrainOutcome): string[] {
  return [
    `${model}@${version}`,
    ...Object.entries(summary).map(([name, value]) => `  ${name.padEnd(26)} ${Number(value.toPrecision(5))}`),
    ...gates.map((gate) => `  ${verdictOf(gate)} ${gate.name}: ${gate.detail}`),
    promoted ? 'It is champion now.' : whyNot(gates),
  ];
}

/** A skipped gate holds nothing up, but nobody should take it for one that was passed. */
function verdictOf({ passed, skipped }: TrainOutcome['gates'][number]): string {
  if (skipped) return 'skipped';
  return passed ? 'passed ' : 'refused';
}

function whyNot(gates: TrainOutcome['gates']): string {
  const refused = gates.filter(({ passed }) => !passed).map(({ name }) => name);
  return refused.length === 0
    ? 'No gate refuses it; it did not become champion, as that was not asked for.'
    : `It did not become champion: refused by ${refused.join(', ')}.`;
}
