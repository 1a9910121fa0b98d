import Type, { type Static } from 'typebox';
import { experimentSchema } from '../../experimentation/definition.ts';
import type { StoredExperiment } from '../../experimentation/experiment-service.ts';
import { Id, Nullable, Time, toTime, toTimeOrNull } from '../schemas.ts';

export const Experiment = Type.Object(
  {
    ...experimentSchema.properties,
    state: Type.Enum(['draft', 'running', 'stopped']),
    version: Type.Integer(),
    createdAt: Time,
    updatedAt: Time,
    startedAt: Nullable(Time),
    stoppedAt: Nullable(Time),
    edits: Type.Array(Type.Object({ at: Time, changes: Type.Array(Type.String()) }), {
      description: 'What was changed while it ran.',
    }),
  },
  { title: 'Experiment' },
);

export const ExperimentPath = Type.Object({ key: Id('The experiment.') });

export const IfMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({ pattern: '^"?\\d{1,15}"?$', description: 'The version that this change is based on.' }),
  ),
});

export const AssignmentRequest = Type.Object(
  {
    customerId: Type.Optional(Id('Whom to assign. One of `customerId` and `anonymousId` is needed.')),
    anonymousId: Type.Optional(Id('Whom to assign, before signing in.')),
    experiment: Id('The experiment.'),
    context: Type.Optional(
      Type.Object(
        {
          channel: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
          device: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
        },
        { additionalProperties: false, description: 'Noted with the exposure, to split results by.' },
      ),
    ),
  },
  { additionalProperties: false },
);

export const Assignment = Type.Object(
  {
    experiment: Type.String(),
    variant: Nullable(Type.String({ description: 'Null when the customer takes no part.' })),
    value: Type.Unknown({ description: "The variant's flag value; null without one." }),
    reason: Type.String({
      description: 'assigned, sticky, not_running, not_targeted, holdout, outside_namespace, not_covered.',
    }),
  },
  { title: 'Assignment' },
);

export function expectedVersion(header: string | undefined): number | undefined {
  return header === undefined ? undefined : Number(header.replaceAll('"', ''));
}

/** What GET answered may be put back as it is. */
export function withoutMetadata(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { state, version, createdAt, updatedAt, startedAt, stoppedAt, edits, ...definition } = body as Record<
    string,
    unknown
  >;
  return definition;
}

export function toApi(stored: StoredExperiment): Static<typeof Experiment> {
  return {
    ...stored.experiment,
    state: stored.state,
    version: stored.version,
    createdAt: toTime(stored.createdAt),
    updatedAt: toTime(stored.updatedAt),
    startedAt: toTimeOrNull(stored.startedAt),
    stoppedAt: toTimeOrNull(stored.stoppedAt),
    edits: stored.edits.map(({ at, changes }) => ({ at: toTime(at), changes })),
  };
}
