import { always } from '../../kernel/distributions/constant.js';
import { type Change, change } from '../../scenario/change.js';
import { KINDS } from '../../scenario/kinds.js';
import { withPresets } from '../../scenario/presets.js';
import type { Scenario } from '../../scenario/schema.js';
import { isModulePath } from '../../text/addresses.js';
import { commandLine } from '../../text/shell.js';
import { formatDuration, parseDuration } from '../../text/units.js';
import { lostBearing } from './bearings.js';
import {
  gridOf,
  impossible,
  type Mechanism,
  only,
  onOtherStore,
  possible,
  roundMiddle,
} from './mechanism.js';
import { onStore, UNLOCKED } from './on-store.js';
import { loggersThatLoseNothing } from './remedy.js';

const TRIPS_MS = [2500, 500, 50, 1];
const FLUSHES_S = [10, 5, 2, 1];

/** Concurrent loggers read the same map, and the last write wins. */
export const lostUpdates: Mechanism = {
  name: "lost updates (the scenario's store)",
  explanation:
    'Two completions that are logged at once read the same map, and the later write drops the ' +
    "earlier one's sample. Deployments stay unknown and are tried again.",
  lookAt: 'after a burst the cached map holds fewer samples than there were completions',
  bearing: lostBearing,
  standing: ({ scenario }) => {
    switch (scenario.store.kind) {
      case 'in-process':
        return impossible(
          'in memory nothing suspends between the read and the write of the map, so that no other write can come between',
        );
      case 'tiered':
        return impossible(
          "each process reads and writes its own memory without suspending; what is overwritten is the shared copy ('tiered Redis overwriting')",
        );
      default: {
        const lossy = lossyLogger(scenario);
        return lossy === undefined
          ? losesNothing(scenario)
          : possible(only({ parameter: null, changes: lossy }));
      }
    }
  },
  remedies: loggersThatLoseNothing,
};

/** The same on a store that the scenario does not have. */
export const lostUpdatesRemote: Mechanism = {
  name: 'lost updates (a remote store)',
  explanation:
    'The map is kept in a store over the network, and each read and write is a round trip. ' +
    'Completions that are logged at once read the same map, and the last write wins.',
  lookAt: 'whether the map is kept outside of the process at all',
  bearing: lostBearing,
  standing: ({ scenario }) =>
    // On a remote store this is the mechanism above, at the round trip that the scenario names.
    scenario.store.kind === 'remote'
      ? { kind: 'covered' }
      : onOtherStore(
          'remote',
          gridOf(
            TRIPS_MS,
            (rtt) => ({ parameter: `rtt ${rtt}ms`, changes: remoteStore(rtt) }),
            roundMiddle,
          ),
        ),
  remedies: loggersThatLoseNothing,
};

/** Many completions are logged against one snapshot of the map. */
export const concurrentFlushes: Mechanism = {
  name: 'lost updates (concurrent flushes)',
  explanation:
    'Completions wait and are logged together, each against the same snapshot of a remote map. ' +
    'Of a whole flush one sample survives, so that most deployments stay unknown.',
  lookAt: 'the cached map gains one sample per flush, however many requests there were',
  bearing: lostBearing,
  standing: ({ scenario, experiment }) => {
    const { store } = scenario;
    const { dispatch } = experiment;
    const own = dispatch.kind === 'flushes';
    const on = (changes: readonly Change[]) =>
      gridOf(
        own ? [dispatch.every_s] : FLUSHES_S,
        (every_s) => {
          const flushes = own
            ? undefined
            : withPresets(KINDS.dispatches, { kind: 'flushes', every: every_s });
          return {
            parameter: `flush every ${formatDuration(every_s)}`,
            changes: [change(['dispatch'], flushes), ...changes],
          };
        },
        roundMiddle,
      );
    if (store.kind !== 'remote') return onOtherStore('remote', on(remoteStore(1)));
    const lossy = lossyLogger(scenario);
    return lossy === undefined ? losesNothing(scenario) : possible(on(lossy));
  },
  remedies: loggersThatLoseNothing,
};

function remoteStore(rtt_ms: number): readonly Change[] {
  const rtt_s = parseDuration(`${rtt_ms}ms`);
  return onStore({ kind: 'remote', rtt: always(rtt_s), jitter: 0.1 });
}

/**
 * What makes the scenario's logger lose samples on a remote store; undefined: it cannot.
 * A user's own logger is taken to be unlocked: `latsim explore` says whether it is.
 */
function lossyLogger({ logger, processes }: Scenario): readonly Change[] | undefined {
  if (logger.name === 'unlocked' || isModulePath(logger.name)) return [UNLOCKED];
  const locksOneProcess = logger.name === 'locked' || logger.name === 'locked-global';
  if (!locksOneProcess || processes.count === 1) return undefined;
  return [change(['logger'], undefined), change(['processes', 'count'], undefined)];
}

function losesNothing({ logger, processes }: Scenario) {
  const several = processes.count > 1 ? ['--processes', '2'] : [];
  return impossible(
    `logger ${logger.name} loses nothing here`,
    commandLine(['explore', '--logger', logger.name, ...several]),
  );
}
