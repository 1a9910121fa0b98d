import Type, { type Static } from 'typebox';
import { experimentSchema } from '../../experimentation/definition.ts';
import { outcomes, type StoredExperiment } from '../../experimentation/experiment-service.ts';
import { Id, Nullable, Time, toTime, toTimeOrNull } from '../schemas.ts';

const Outcome = Type.Enum([...outcomes], {
  description:
    '`shipped`: a variant becomes the normal case; `rolledBack`: none does; `stopped`: no decision was taken.',
});

/** Every field may be missing; a reason is needed with an outcome. */
export const StopRequest = Type.Object(
  {
    outcome: Type.Optional(Outcome),
    variant: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Which was shipped.' })),
    reason: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2000,
        pattern: '\\S',
        description: 'Why, for who reads it later. Kept with the experiment and in the audit log.',
      }),
    ),
  },
  { additionalProperties: false },
);

export const Experiment = Type.Object(
  {
    ...experimentSchema.properties,
    state: Type.Enum(['draft', 'running', 'stopped']),
    version: Type.Integer(),
    createdAt: Time,
    updatedAt: Time,
    startedAt: Nullable(Time),
    stoppedAt: Nullable(Time),
    ending: Nullable(
      Type.Object(
        {
          outcome: Outcome,
          variant: Nullable(Type.String({ description: 'The variant that was shipped.' })),
          reason: Type.String(),
          by: Type.Object({ id: Type.String(), name: Type.String() }),
        },
        { description: 'Why it was ended, and by whom; null when nobody said.' },
      ),
    ),
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
  const { state, version, createdAt, updatedAt, startedAt, stoppedAt, ending, edits, ...definition } =
    body as Record<string, unknown>;
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
    ending: stored.ending,
    edits: stored.edits.map(({ at, changes }) => ({ at: toTime(at), changes })),
  };
}
