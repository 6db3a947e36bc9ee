import type { Advice } from '../text/advice.js';
import type { CommandOption } from '../text/shell.js';

/** What was run, as far as advice on it needs. */
export interface Examined {
  /** The command that runs it again, with options that take the place of their like. */
  run(...options: readonly CommandOption[]): string;
  /** The command that runs it so many times as long. */
  longer(times: number): string;
  /** The command that compares its own logger with others on it. */
  compare(...loggers: readonly string[]): string;
  /** The command that tries the logger in every order of its steps. */
  readonly explore: string;
  /** The options under which every answer is recorded. */
  readonly recorded: readonly CommandOption[];
  /** From which release on LiteLLM records answers on /v1/messages: `1.89.0`. */
  readonly recordedFrom: string;
  /** The logger as the user named it. */
  readonly logger: string;
  /** How often it tries again, where it is compare-and-set. */
  readonly retries: number;
  readonly ttl_s: number;
  /** Whether each sample is handed to the logger as soon as its answer is back. */
  readonly loggedAtOnce: boolean;
  /** Whether several processes share the store: a lock of one does not hold in another. */
  readonly processesShareStore: boolean;
  readonly samples: {
    readonly lost: number;
    readonly lostAfterExpiry: number;
    readonly neverStored?: number;
  };
}

/** Shipped loggers whose selects read the shared copy. */
const READING_THE_SHARED_COPY = ['compare-and-set', 'atomic'];

/** A cause, described once. */
interface DescribedCause {
  readonly name: string;
  /** In a few words. */
  readonly label: string;
  /** When it is the cause, if none before it is; "..." goes on as the one that has samples missing. */
  readonly when: string;
  /** What helps against it. */
  against(examined: Examined): Advice;
}

/**
 * Why a slower group's deployment was chosen. Each such selection has exactly one cause: the
 * first of these that matches. Those from `never-sent-to` to `stale` say what became of the
 * samples of a deployment of which nothing was known: one of the fastest group, or else the one
 * that was chosen.
 */
export const DESCRIBED_CAUSES = [
  {
    name: 'unavailable',
    label: 'unavailable: the fastest may not be chosen',
    when: 'no deployment of the fastest group may be chosen: limits, order or tags',
    against: () => ({
      says: 'The fastest deployments are over their rpm or tpm limits, or left out by order or tags, so that traffic goes where it may. Raise their limits, add deployments or change their order; the logger has no part in it.',
    }),
  },
  {
    name: 'never-sent-to',
    label: 'never tried: no request has gone there yet',
    when: 'no request has gone to a deployment in question',
    against: (examined) => ({
      says: 'The map is cold: choices are made before every deployment has been tried, with any logger. A longer run tells a cold start from a steady state:',
      command: examined.longer(4),
    }),
  },
  {
    name: 'in-flight',
    label: 'in flight: the first answer is not back yet',
    when: '... some have, and none is back',
    against: (examined) => ({
      says: 'The map is cold: choices are made before the first answers are back, with any logger. A longer run tells a cold start from a steady state:',
      command: examined.longer(4),
    }),
  },
  {
    name: 'waiting-to-be-logged',
    label: 'waiting to be logged: the answer is back',
    when: '... one is back, and was not logged when the map was read',
    against: ({ run, compare, loggedAtOnce }) =>
      loggedAtOnce
        ? {
            says: 'Answers are back but not logged yet: calls of the logger queue, for a lock or on a slow store. To see what they cost without a lock:',
            command: compare('locked', 'atomic'),
          }
        : {
            says: 'Answers are back but not logged yet. To log each as soon as it is back:',
            command: run(['--set', 'dispatch={kind: immediate}']),
          },
  },
  {
    name: 'not-recordable',
    label: 'not recordable: answers are never recorded',
    when: '... its last completion never reached the logger',
    against: ({ run, recorded, recordedFrom }) => ({
      says: `These samples never reach the logger: no change of it helps. LiteLLM records on /chat/completions, and on /v1/messages since ${recordedFrom}. As it is then:`,
      command: run(...recorded),
    }),
  },
  {
    name: 'abandoned',
    label: 'abandoned: the logger gave up on the sample',
    when: '... its logger gave up its last sample',
    against: ({ run, compare, logger, retries }) =>
      logger === 'compare-and-set'
        ? {
            says: 'The logger abandons samples. Let it try more often:',
            command: run([
              '--set',
              `logger={name: compare-and-set, retries: ${moreThan(retries)}}`,
            ]),
          }
        : {
            says: 'record returns ABANDONED for these samples. To compare the logger with one that abandons none:',
            command: compare('atomic'),
          },
  },
  {
    name: 'lost',
    label: 'lost update: the sample had been overwritten',
    when: '... a write removed its recorded sample, or it was never stored where a view reads',
    against: ({ run, compare, explore, ttl_s, samples, processesShareStore }) => {
      if ((samples.neverStored ?? 0) > samples.lost / 2) {
        return {
          says: 'The logger says that it has recorded samples that it has not stored, or not under a key that its view reads. To see the shortest order of steps in which it does:',
          command: explore,
        };
      }
      return samples.lostAfterExpiry > samples.lost / 2
        ? {
            says: 'A map expires where its writer reads it, in the memory of its process, and the next write puts a map without the old samples over the others: no lock helps. Have the logger read the shared copy before it writes, or keep the map longer:',
            command: run(longerTtl(ttl_s)),
          }
        : {
            says: 'Updates overwrite one another. To see what a lock or an append changes:',
            command: processesShareStore
              ? compare('locked-distributed', ...READING_THE_SHARED_COPY)
              : compare('unlocked', 'locked', 'atomic'),
          };
    },
  },
  {
    name: 'expired',
    label: 'expired: the samples outlived the ttl',
    when: '... its samples have expired',
    against: ({ run, ttl_s }) => ({
      says: 'The map expires before it is of use. Keep it longer:',
      command: run(longerTtl(ttl_s)),
    }),
  },
  {
    name: 'stale',
    label: 'stale: stored, but not where the router looked',
    when: '... its sample is stored, but not in the copy that this select saw',
    against: ({ compare }) => ({
      says: "The samples are stored, and selects do not see them. As a rule they read the memory of their own process, as LiteLLM's own select does: it learns nothing of what other processes write, nor of what is written past it. In a logger of your own, let view read the shared copy, as in read(context.key, 'shared'); if it does, it looks under another key than record writes. What the shared copy changes:",
      command: compare(...READING_THE_SHARED_COPY),
    }),
  },
  {
    name: 'placeholder-or-uncounted',
    label: 'placeholder or uncounted sample',
    when: 'all have samples, and what is counted but not summed decided',
    against: ({ run, recorded }) => ({
      says: 'Samples are counted but not summed (no usage, no completion tokens, no chat answer, or a placeholder left by a select), so that an average looks lower than it is. Compare with samples that count:',
      command: run(...recorded),
    }),
  },
  {
    name: 'within-buffer',
    label: 'within lowest_latency_buffer of the fastest',
    when: 'the chosen one averages more than the best fast one, and is within the buffer',
    against: ({ run }) => ({
      says: 'The buffer lets slower deployments in. Without it:',
      command: run(['--set', 'router.lowest_latency_buffer=0']),
    }),
  },
  {
    name: 'lowest-on-record',
    label: 'lowest on record',
    when: 'the chosen one averages no more than the best fast one',
    against: ({ run }) => ({
      says: 'What is on record really is lowest for a slower deployment: stale samples, timeouts (1000 s each) on the fast ones, or answers of other lengths where latency is counted per token. To see which:',
      command: run(['--by', 'deployment']),
    }),
  },
  {
    name: 'session',
    label: 'session: bound to where it went before',
    when: 'its session is bound to the deployment that it went to before',
    against: () => ({
      says: 'Sessions stay where they began, whatever the strategy would choose now. A shorter ttl of the binding lets them move.',
    }),
  },
  {
    name: 'outdated',
    label: 'outdated: the fastest had less to do than seen',
    when: 'of requests really under way a fast one had fewer, and the strategy saw otherwise',
    against: () => ({
      says: 'The strategy goes by counts that are old, come late, have expired, or are of its own process alone. A store that processes share, a fresher snapshot, or counting at the choice (LiteLLM 1.110.2) shows it what is under way.',
    }),
  },
  {
    name: 'tie',
    label: 'tie: a fast one was as good, and not taken',
    when: 'a fast one was as good by what the strategy goes by',
    against: () => ({
      says: 'By what the strategy goes by, faster and slower deployments are equal, so that their order or chance decides. One that reads latencies tells them apart.',
    }),
  },
  {
    name: 'random',
    label: 'random: it was drawn',
    when: 'chance decided, by weight or among those drawn',
    against: ({ run }) => ({
      says: 'The choice is drawn at random. With a strategy that reads latencies:',
      command: run(['--set', 'router.strategy=lowest-latency']),
    }),
  },
  {
    name: 'turn',
    label: 'turn: it was next',
    when: 'deployments take turns, and it was next',
    against: ({ run }) => ({
      says: 'Deployments take turns, whatever they are worth. With a strategy that reads latencies:',
      command: run(['--set', 'router.strategy=lowest-latency']),
    }),
  },
  {
    name: 'preferred',
    label: 'preferred: best by what the strategy goes by',
    when: 'it was better by what the strategy goes by (requests under way, usage, price, load)',
    against: ({ run }) => ({
      says: 'By what this strategy goes by the slower deployment was better. With one that reads latencies:',
      command: run(['--set', 'router.strategy=lowest-latency']),
    }),
  },
] as const satisfies readonly DescribedCause[];

export type Cause = (typeof DESCRIBED_CAUSES)[number]['name'];

/** A cause's description. */
export function describedCause(cause: Cause): DescribedCause {
  return DESCRIBED_CAUSES.find(({ name }) => name === cause) as DescribedCause;
}

/** The causes by name, in the order in which they are looked for. */
export const CAUSES: readonly Cause[] = DESCRIBED_CAUSES.map(({ name }) => name);

/** Four times as many retries, as far as a scenario may name them. */
function moreThan(retries: number): number {
  return Math.min(4 * Math.max(retries, 1), 1_000_000);
}

/** Keeps what is stored ten times as long. */
function longerTtl(ttl_s: number): CommandOption {
  return ['--set', `router.ttl=${Number((10 * ttl_s).toPrecision(12))}s`];
}
