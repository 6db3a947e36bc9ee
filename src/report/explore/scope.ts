import type { ExploreReport, ProgramReport } from '../../studies/explore/found.js';
import { count } from '../../text/figures.js';
import type { Guards } from '../../worlds/explore/guards.js';
import type { EventField } from '../../worlds/explore/looks.js';
import { listsText, plural } from './numbers.js';

/** What a verdict is about: `2 tasks, 1 process, same deployment, remote store`. */
export function scopeText(program: ProgramReport): string {
  const { tasks, processes, deployments, store } = program;
  return [
    plural(tasks, 'task'),
    plural(processes, 'process'),
    deployments === 'same' ? 'same deployment' : 'distinct deployments',
    `${store} store`,
    ...variationsText(program),
  ].join(', ');
}

/** What else is special about a program. */
export function variationsText(program: ProgramReport): string[] {
  const { samplesPerTask, minutes, listSize, select, expiry, leaseExpiry, crash } = program;
  return [
    ...(samplesPerTask > 1 ? [`${samplesPerTask} samples per task`] : []),
    ...(minutes ? ['different minutes'] : []),
    ...(listSize === null ? [] : [listsText(listSize)]),
    ...(select ? ['a concurrent select'] : []),
    ...(expiry > 0 ? [`expiry (${times(expiry)})`] : []),
    ...(leaseExpiry > 0 ? [`a lease that runs out too early (${times(leaseExpiry)})`] : []),
    ...(crash === 'none' ? [] : [`a ${crash} that crashes (once)`]),
  ];
}

export function times(number: number): string {
  return number === 1 ? 'once' : `${number} times`;
}

/** What a program leaves untried, with the option that tries it. */
export function untriedBy(program: ExploreReport): string[] {
  const { tasks, processes, deployments, select, expiry, crash, guards } = program;
  return [
    ...(tasks === 1 ? ['concurrent tasks (--tasks 2)'] : []),
    ...(tasks > 1 && deployments === 'same'
      ? ['distinct deployments (--deployments distinct)']
      : []),
    ...(tasks > 1 && deployments === 'distinct' ? ['the same deployment'] : []),
    ...(guards.compares ? [`more tasks (--tasks ${tasks + 1})`] : []),
    ...(processes === 1 ? ['2 processes (--processes 2)'] : []),
    ...(crash === 'task' ? [] : ['exceptions (--crash task)']),
    ...(crash === 'process' ? [] : ['a process that crashes (--crash process)']),
    ...(expiry > 0 ? [] : ['expiry (--expiry)']),
    ...(leaseUntried(program) ? ['a lease that runs out too early (--lease-expiry)'] : []),
    ...(select ? [] : ['a concurrent select (--select)']),
    ...(program.listSize === null ? ['full lists (--list-size 2)'] : []),
    ...(program.looksAt.includes('latency_s') && program.sampleValues === 'equal'
      ? ['distinct samples (--samples distinct)']
      : []),
    ...constantsText(program),
  ];
}

/** What no program of the small matrix tries: its programs, any of which has the logger's ways. */
export function untriedByMatrix(programs: readonly ExploreReport[]): string[] {
  const leading = programs[0] as ExploreReport;
  return [
    `more than ${plural(Math.max(...programs.map(({ tasks }) => tasks)), 'task')}`,
    'a process that crashes',
    'expiry',
    'a concurrent select',
    ...(leaseUntried(leading) ? ['a lease that runs out too early'] : []),
    ...(programs.every(({ listSize }) => listSize === null) ? ['full lists'] : []),
    'other stores',
    ...constantsText(leading),
  ];
}

/**
 * What no option varies, and which fields of an event those are. The minute is varied for whoever looks
 * at it; the deployment has an option. The latencies have one that makes them distinct, and go by whole
 * seconds even so.
 */
const CONSTANTS: readonly (readonly [what: string, fields: readonly EventField[]])[] = [
  ['other latencies', ['latency_s']],
  ['timeouts', ['type']],
  ['other kinds of answers', ['kind']],
  ['other numbers of tokens', ['completion_tokens', 'total_tokens']],
  ['streamed answers', ['stream', 'ttft_s']],
];

/** What this logger looks at, and is the same in all that was tried. */
function constantsText({ looksAt }: Pick<ExploreReport, 'looksAt'>): string[] {
  return CONSTANTS.flatMap(([what, fields]) => {
    const seen = fields.filter((field) => looksAt.includes(field));
    return seen.length === 0 ? [] : [`${what} (it looks at ${seen.join(', ')})`];
  });
}

/** What was tried because the logger looks at it, and what was taken for intended. */
export function remarksText({
  looksAt,
  minutes,
  ownLimit,
}: Pick<ExploreReport, 'looksAt' | 'minutes' | 'ownLimit'>): string {
  const across =
    looksAt.includes('minute') && !minutes
      ? ' It looks at the minute: tried in different minutes, too.'
      : '';
  const limit =
    ownLimit === null
      ? ''
      : ` It keeps the newest ${ownLimit} samples of a deployment: a limit of its own, taken for intended (--list-size says otherwise).`;
  return across + limit;
}

/** Whether a logger takes leases, of which none could run out under it. */
export function leaseUntried({
  guards,
  leaseExpiry,
}: Pick<ProgramReport, 'leaseExpiry'> & { readonly guards: Pick<Guards, 'leases'> }): boolean {
  return guards.leases && leaseExpiry === 0;
}

/**
 * The orders of some programs together, as far as they could be counted: not where they go round and
 * round, or where not all were tried.
 */
export function ordersText(programs: readonly ExploreReport[]): string {
  const counted = programs.flatMap(({ schedules }) => (schedules === null ? [] : [schedules]));
  const total = counted.reduce((sum: bigint, one) => sum + BigInt(one), 0n);
  if (counted.length === programs.length) {
    return total === 1n ? '1 order' : `${count(String(total))} orders`;
  }
  if (total > 0n) return `at least ${count(String(total))} orders`;
  return programs.every(({ exhaustive }) => exhaustive) ? 'every order' : 'orders not counted';
}
