import * as z from 'zod';
import { OPERATIONS } from '../effects/effects.js';
import { PROGRAM_CHOICES } from '../studies/explore/settings.js';
import { VIOLATION_KINDS } from '../worlds/explore/checks/check.js';

const count = z.int().min(0);
const text = z.string();
const texts = z.array(text);

const program = z.object({
  logger: text,
  store: text,
  tasks: count,
  processes: count,
  deployments: z.enum(PROGRAM_CHOICES.deployments),
  sampleValues: z.enum(PROGRAM_CHOICES.samples),
  samplesPerTask: count,
  minutes: z.boolean(),
  listSize: count.nullable(),
  select: z.boolean(),
  expiry: count,
  leaseExpiry: count,
  crash: z.enum(PROGRAM_CHOICES.crash),
  profile: text,
  retries: count,
});

const step = z.object({
  step: count,
  move: text,
  who: text,
  did: z.array(z.object({ at: text.nullable(), what: text, answer: text.nullable() })),
  effects: z.array(
    z
      .object({
        op: z.enum([...OPERATIONS, 'runs-out']),
        about: texts,
        where: z.enum(['process', 'shared', 'waits', 'answered', 'kept']),
      })
      .nullable(),
  ),
  remarks: texts,
  stored: texts,
  gone: z.array(z.object({ sample: text, where: text, how: z.enum(['overwritten', 'expired']) })),
});

/** What the counterexample in a shard's line has to be. */
export const violation = z.object({
  kind: z.enum(VIOLATION_KINDS),
  fault: text,
  program,
  tasks: count,
  schedule: text,
  cycle: text.nullable(),
  minimal: z.boolean().nullable(),
  story: z.object({
    participants: texts,
    processes: z.record(text, count),
    steps: z.array(step),
    cycleFrom: count.nullable(),
    wrongAt: count.nullable(),
    ending: texts,
    samples: z.enum(['named', ...PROGRAM_CHOICES.samples]),
  }),
});
