import { AppError } from '../../errors.ts';

export const locales = ['en', 'pt-BR'] as const;
export type Locale = (typeof locales)[number];

/** A bad question, told in every language that readers have; as an error it speaks English. */
export class Refusal extends AppError {
  readonly path: string;
  readonly words: Record<Locale, string>;

  constructor(path: string, words: Record<Locale, string>) {
    super('invalid_request', words.en, { errors: [{ path, message: words.en }] });
    this.path = path;
    this.words = words;
  }
}

/** An `invalid_request` about one place of the body, in English and Brazilian Portuguese. */
export function invalid(path: string, en: string, ptBR: string): Refusal {
  return new Refusal(path, { en, 'pt-BR': ptBR });
}

/** The same error for readers of a language; errors that know English only stay as they are. */
export function inLanguage(error: unknown, locale: Locale): unknown {
  if (!(error instanceof AppError) || locale === 'en') return error;
  if (error instanceof Refusal) {
    const message = error.words[locale];
    return new AppError(error.code, message, { errors: [{ path: error.path, message }], cause: error });
  }
  const known = general[error.code as keyof typeof general] as string | undefined;
  if (known === undefined) return error;
  const { retryAfter } = error;
  return new AppError(error.code, known, {
    ...(retryAfter === undefined ? {} : { retryAfter }),
    cause: error,
  });
}

/** What the warehouse refuses while it runs a statement. */
const general = {
  overloaded:
    'a consulta precisa de mais tempo ou memória do que pode usar; reduza o período, os grupos ou os filtros',
  unprocessable: 'o resultado tem linhas demais; reduza o período ou os grupos',
};
