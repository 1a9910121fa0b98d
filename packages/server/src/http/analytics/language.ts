import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { inLanguage, type Locale, locales } from '../../analytics/semantic/index.ts';

/** `?locale=` of every question. */
export const Language = Type.Object(
  {
    locale: Type.Optional(
      Type.Enum([...locales], {
        description: 'Language of errors and notices; default by `Accept-Language`.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** Asks something whose refusals are known in several languages, in the one that the request names. */
export async function inReadersLanguage<A>(
  request: Pick<FastifyRequest, 'headers'> & { query: { locale?: Locale } },
  ask: (locale: Locale) => Promise<A>,
): Promise<A> {
  const locale = request.query.locale ?? languageOf(request.headers['accept-language']);
  try {
    return await ask(locale);
  } catch (error) {
    throw inLanguage(error, locale);
  }
}

/** The first language of `Accept-Language` that is spoken here; order is taken for preference. */
function languageOf(header: string | undefined): Locale {
  const wanted = header?.split(',').map((entry) => entry.trim().toLowerCase());
  const first = wanted?.find((entry) => /^(en|pt)\b/.test(entry));
  return first?.startsWith('pt') ? 'pt-BR' : 'en';
}
