/** SQL without its comments and literals: what is left holds only names, operators and punctuation. */
export function bareSql(sql: string): string {
  return sql.replace(
    /--[^\n]*|#![^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g,
    ' ',
  );
}
