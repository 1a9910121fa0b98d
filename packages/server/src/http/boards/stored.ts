import Type, { type TObject, type TProperties } from 'typebox';
import type { Reader, Stored } from '../../analytics/boards/index.ts';
import { Id, Time, toTime } from '../schemas.ts';

export const AuthorSchema = Type.Object({ id: Type.String(), name: Type.String() });

/** What every stored thing of a person's has beside its content. */
export const storedFields = {
  id: Type.String(),
  version: Type.Integer(),
  author: AuthorSchema,
  createdAt: Time,
  updatedAt: Time,
  mayEdit: Type.Boolean({ description: 'Whether the caller may change it.' }),
};

export const storedSchema = <P extends TProperties>(content: TObject<P>, title: string) =>
  Type.Object({ ...content.properties, ...storedFields }, { title });

export const IdPath = Type.Object({ id: Id('Its id.') });

export const IfMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({ pattern: '^"?\\d+"?$', description: 'The version that is being replaced.' }),
  ),
});

/** The version in an If-Match header. */
export function versionOf(header: string | undefined): number | undefined {
  return header === undefined ? undefined : Number(header.replaceAll('"', ''));
}

/** Of one that was removed, to put it back. */
export const PutBack = Type.Object(
  {
    id: Type.Optional(
      Type.String({ pattern: '^[0-9a-f-]{36}$', description: 'Of one that was removed, to put it back.' }),
    ),
  },
  { additionalProperties: false },
);

export function storedToApi<T extends { shared: boolean }>(stored: Stored<T>, reader: Reader) {
  const { id, version, author, createdAt, updatedAt, content } = stored;
  const mayEdit = author.id === reader.id || reader.admin || (content.shared && reader.editor);
  return {
    ...content,
    ...{ id, version, author, mayEdit },
    createdAt: toTime(createdAt),
    updatedAt: toTime(updatedAt),
  };
}
