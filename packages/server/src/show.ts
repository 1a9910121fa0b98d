/** Shows a refused value in a message: short, on one line, without what cannot be printed. */
export function show(value: unknown): string {
  const text = (JSON.stringify(value) ?? String(value)).toWellFormed();
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
