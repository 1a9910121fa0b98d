/**
 * Why a text cannot be an id or name: it must be free of control characters (NUL among them) and lone
 * surrogates, which neither files nor SQL engines carry faithfully. Undefined when it is fine.
 */
export function textProblem(text: string): string | undefined {
  return isPlain(text) ? undefined : problemOf(text);
}

/** Printable ASCII, as nearly all ids are. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit > 0x7e) return false;
  }
  return true;
}

function problemOf(text: string): string | undefined {
  if (!text.isWellFormed()) return 'must not contain a lone surrogate';
  return hasControl(text) ? 'must not contain control characters' : undefined;
}

/** C0, DEL and C1 control characters. */
export function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) return true;
  }
  return false;
}
