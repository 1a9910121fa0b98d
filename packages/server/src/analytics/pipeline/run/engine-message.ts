const maxLength = 1500;

/** What the engine says of a statement, without its codes and its own places, and the line of the SQL that it names. */
export function engineMessage(error: unknown): { message: string; line: number | null } {
  const text = error instanceof Error ? error.message : String(error);
  // Each statement's SQL begins on its second line.
  const told = /\(?line (\d+), col (\d+)\)?/.exec(text);
  const line = told === null ? null : Math.max(1, Number(told[1]) - 1);
  const message = text
    .replace(/^the warehouse could not run a query: /, '')
    .replace(/Code: \d+\.\s*(DB::Exception:)?\s*/g, '')
    .replace(/\/\* [\da-f-]{36} \*\/ ?/g, '')
    .replace(/ ?failed at position \d+ \((.*?)\) \(line \d+, col \d+\)/s, ' at $1')
    .replace(/\s*\(version [^)]*\)\s*$/, '')
    .trim();
  return { message: message.length > maxLength ? `${message.slice(0, maxLength - 1)}…` : message, line };
}
