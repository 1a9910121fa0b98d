/** What a sentence says, as a code and what it names, for readers of another language. */
export interface ToldCode {
  code: string;
  params: Record<string, string | number>;
}

/** A sentence for people in English, and the same as a code. */
export interface Told extends ToldCode {
  text: string;
}

export function told(code: string, text: string, params: ToldCode['params'] = {}): Told {
  return { text, code, params };
}
