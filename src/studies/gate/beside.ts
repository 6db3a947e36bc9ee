import type { ExploredProgram } from '../../expectation/kinds/kind.js';
import { kindNamed } from '../../kernel/kind.js';
import type { LoggerChoice } from '../../loggers/choice.js';
import { STORES } from '../../model/stores/index.js';
import type { Scenario } from '../../scenario/schema.js';
import { formatDuration } from '../../text/units.js';
import { replayCommand } from '../explore/replay-command.js';

/** What a run looks at, for whoever sees it beside an exploration of a few tasks. Plain data. */
export interface RunBeside {
  /** In words: deployments, processes, store, how long what is stored is kept. */
  readonly ran: string;
  /** The command that explores a program nearer to it than the smallest race. */
  readonly nearer: string;
}

/** Three tasks show who is overwritten twice; two processes what more of them do. */
const TASKS = 3;
const MOST_PROCESSES = 2;

/** @param explored what explorations beside it look at */
export function runBeside(
  scenario: Scenario,
  logger: LoggerChoice,
  explored: readonly ExploredProgram[],
): RunBeside {
  const { modelGroups, processes, store, router } = scenario;
  const most = Math.max(
    ...modelGroups.map(({ groups }) => groups.reduce((sum, group) => sum + group.deployments, 0)),
  );
  const ran = [
    most === 1 ? '1 deployment' : `${most} deployments`,
    processes.count === 1 ? '1 process' : `${processes.count} processes`,
    `${store.kind} store`,
    `lists of ${router.max_latency_list_size}`,
    `what is stored expires after ${formatDuration(router.ttl)}`,
  ].join(', ');
  const { shared, perProcess } = kindNamed(STORES, store.kind).timeless;
  const nearer = replayCommand(
    logger,
    {
      // Nearer than any that is explored.
      tasks: Math.max(TASKS, ...explored.map(({ tasks }) => tasks)),
      processes: Math.min(processes.count, MOST_PROCESSES),
      store: store.kind,
      deployments: most === 1 ? 'same' : 'distinct',
      sampleValues: 'equal',
      samplesPerTask: 1,
      minutes: false,
      listSize: null,
      // Of what a select has read late the memory of its process has an older copy.
      select: shared && perProcess,
      expiry: 1,
      leaseExpiry: 0,
      crash: 'none',
      profile: router.profile,
      retries: scenario.logger.retries,
    },
    null,
  );
  return { ran, nearer };
}
