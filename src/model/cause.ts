/** What was run, as far as advice on it needs. */
export interface Examined {
  /** The command that runs it again, to which options may be added. */
  readonly run: string;
  /** The scenario and the options that changed it, the logger left out. */
  readonly argument: string;
  /** The options under which every answer is recorded. */
  readonly recorded: string;
  /** The logger as the user named it. */
  readonly logger: string;
  readonly ttl_s: number;
  readonly duration_s: number;
  readonly samples: { readonly lost: number; readonly lostAfterExpiry: number };
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
  against(examined: Examined): string;
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
    label: 'unavailable: the fastest are over their limits',
    when: 'every deployment of the fastest group is over its limits',
    against: () =>
      'The fastest deployments are over their rpm or tpm limits, so that traffic goes where there is room. Raise their limits or add deployments; the logger has no part in it.',
  },
  {
    name: 'never-sent-to',
    label: 'never sent to: no request has gone there yet',
    when: 'a deployment in question has no sample in the map, and no request has gone there',
    against: (examined) =>
      `The map is cold: choices are made before every deployment has been tried, with any logger. ${longerRun(examined)}`,
  },
  {
    name: 'in-flight',
    label: 'in flight: the first answer is under way',
    when: '... requests have gone there, and none is back',
    against: (examined) =>
      `The map is cold: choices are made before the first answers are back, with any logger. ${longerRun(examined)}`,
  },
  {
    name: 'waiting-to-be-logged',
    label: 'completed, waiting to be logged',
    when: '... one is back, and not logged when the map was read',
    against: ({ argument }) =>
      `Answers are back but not logged yet. Log them sooner (--set 'dispatch={kind: immediate}'), or without queueing for a lock on a slow store: latsim compare ${argument} --loggers locked,atomic`,
  },
  {
    name: 'not-recordable',
    label: 'not recordable: answers are never recorded',
    when: '... its last completion never reached the logger',
    against: ({ run, recorded }) =>
      `These samples never reach the logger, so that no change of the logger helps. Have them recorded: ${run} ${recorded}`,
  },
  {
    name: 'abandoned',
    label: 'abandoned: the logger gave the sample up',
    when: '... its logger gave its last sample up',
    against: ({ run }) =>
      `The logger gives samples up. Let it try more often: ${run} --set 'logger={name: compare-and-set, retries: 64}'`,
  },
  {
    name: 'lost',
    label: 'lost: the sample was overwritten',
    when: '... a write removed its recorded sample, or its logger said that it had recorded it and stored nothing',
    against: ({ run, argument, ttl_s, samples }) =>
      samples.lostAfterExpiry > samples.lost / 2
        ? `A map expires where its writer reads it, in the memory of its process, and the next write puts a map without the old samples over the others: no lock helps. Keep it longer, or have the logger read the shared copy before it writes: ${run} --set router.ttl=${10 * ttl_s}s`
        : `Updates overwrite one another. To see what a lock or an append changes: latsim compare ${argument} --loggers unlocked,locked,atomic`,
  },
  {
    name: 'expired',
    label: 'expired: the samples outlived the ttl',
    when: '... its samples have expired',
    against: ({ run, ttl_s }) =>
      `The map expires before it is of use. Keep it longer: ${run} --set router.ttl=${10 * ttl_s}s`,
  },
  {
    name: 'stale',
    label: 'stale: stored, but not where the router looked',
    when: '... its sample was recorded before this request came and is still stored, but is not in the copy that this select saw',
    against: ({ argument, logger }) =>
      `The samples are stored, and selects do not see them. As a rule they read the memory of their own process, as LiteLLM's own select does: it learns nothing of what other processes write, nor of what is written past it. In a logger of your own, let view read the shared copy, as in read(context.key, 'shared'); if it does, it looks under another key than record writes. What the shared copy changes: latsim compare ${argument} --loggers ${[logger, ...READING_THE_SHARED_COPY.filter((name) => name !== logger)].join()}`,
  },
  {
    name: 'placeholder-or-uncounted',
    label: 'placeholder or uncounted sample',
    when: 'all have samples, but what is not summed decided',
    against: ({ run, recorded }) =>
      `Samples are counted but not summed (no usage, no completion tokens, no chat answer, or a placeholder left by a select), so that an average looks lower than it is. Compare with samples that count: ${run} ${recorded}`,
  },
  {
    name: 'within-buffer',
    label: 'within lowest_latency_buffer of the fastest',
    when: 'the chosen one averages more than the best fast one, and is within the buffer',
    against: ({ run }) =>
      `The buffer lets slower deployments in. Without it: ${run} --set router.lowest_latency_buffer=0`,
  },
  {
    name: 'lowest-on-record',
    label: 'lowest on record',
    when: 'the chosen one averages no more than the best fast one',
    against: ({ run }) =>
      `What is on record really is lowest for a slower deployment: stale samples, timeouts (1000 s each) on the fast ones, or answers of other lengths where latency is counted per token. To see which: ${run} --by deployment`,
  },
] as const satisfies readonly DescribedCause[];

export type Cause = (typeof DESCRIBED_CAUSES)[number]['name'];

/** A cause's description. */
export function describedCause(cause: Cause): DescribedCause {
  return DESCRIBED_CAUSES.find(({ name }) => name === cause) as DescribedCause;
}

function longerRun({ run, duration_s }: Examined): string {
  return `A longer run tells a cold start from a steady state: ${run} --set duration=${4 * duration_s}s`;
}

/** The causes by name, in the order in which they are looked for. */
export const CAUSES: readonly Cause[] = DESCRIBED_CAUSES.map(({ name }) => name);
