import { html } from '../../report/kit/html.js';
import type { EmbeddedResult, ExperimentData } from '../../report/page/experiment-data.js';
import { splitTable } from '../../report/page/split.js';
import { replicationsText } from '../../text/figures.js';
import { firstDifference } from '../differences.js';
import type { RunSeen } from '../engine.js';
import type { EngineInPage } from '../engine-in-page.js';
import { askedOf } from '../trial.js';
import { at, markedUp } from './dom.js';

/** So many events are computed again without being asked for. */
const FEW_EVENTS = 5_000_000;

const NOT_CARRIED =
  'A logger or a strategy from a file of its own is not carried in a page: what it came to is not computed again.';

/** Computes the figures of a page again, and says whether they are the same. */
export function mountCheck(
  section: HTMLElement,
  experiment: ExperimentData,
  engine: EngineInPage,
): void {
  section.append(
    ...markedUp(html`<p><button type="button">Compute them again, here</button></p>
<p class="verdict-of-check" role="status"></p>`),
  );
  const button = at(section, 'button', HTMLButtonElement);
  const status = at(section, '[role=status]');
  if (carried(experiment).length === 0) {
    button.disabled = true;
    status.textContent = NOT_CARRIED;
    return;
  }
  const check = async (): Promise<void> => {
    button.disabled = true;
    status.classList.remove('bad');
    status.textContent = 'Computing…';
    const faults = await faultsOf(experiment, engine);
    status.classList.toggle('bad', faults.length > 0);
    status.textContent = faults.length > 0 ? faults.join(' ') : sameText(experiment);
    button.disabled = false;
  };
  button.addEventListener('click', check);
  if (experiment.events <= FEW_EVENTS) void check();
}

/** What comes with latsim, and can be run here. */
function carried({ results, scenario }: ExperimentData): EmbeddedResult[] {
  return results.filter(
    ({ own, strategy }) => own.length === 0 && strategy === scenario.router.strategy,
  );
}

function sameText(experiment: ExperimentData): string {
  const all = carried(experiment);
  const names = all.map(
    ({ logger, traceHash, replications }) =>
      `${replicationsText(replications.length)} of ${logger} (trace hash ${traceHash})`,
  );
  const left = experiment.results.length - all.length;
  const rest =
    left === 0 ? '' : ` Of code of your own, which is not carried, nothing was computed.`;
  return `Computed again in this page: ${names.join(', ')}. All figures are the same to the bit as the command line’s.${rest}`;
}

/** What is not the same, a sentence each. */
async function faultsOf(experiment: ExperimentData, engine: EngineInPage): Promise<string[]> {
  const all = carried(experiment);
  const runs = await Promise.all(
    all.map(async (result) => ({ result, seen: await ran(experiment, result, engine) })),
  );
  const faults = runs.flatMap(({ result, seen }) => {
    if (typeof seen === 'string') return `${result.logger} cannot be computed again: ${seen}`;
    const { logger, strategy: _strategy, own: _own, ...figures } = result;
    const found = firstDifference(figures, sameFields(figures, seen.summary));
    if (found === undefined) return [];
    const { where, carried, computed } = found;
    return `Not the same: of ${logger} the page says that ${where} is ${carried}; computed again it is ${computed}.`;
  });
  if (faults.length > 0 || all.length < experiment.results.length) return faults;
  const shown = runs.flatMap(({ result: { logger }, seen }) =>
    typeof seen === 'string' ? [] : { logger, ...seen.summary },
  );
  return shownFaults(shown);
}

/** What the page shows of shares, in its table, as against what it computes. */
function shownFaults(runs: readonly Parameters<typeof splitTable>[0][number][]): string[] {
  const table = document.querySelector('#finding table.split');
  const [first, ...others] = runs;
  if (table === null || first === undefined) return [];
  const own = wordsOf(table);
  const again = wordsOf(...markedUp(splitTable([first, ...others])));
  const i = again.findIndex((word, w) => word !== own[w]);
  if (i < 0 && own.length === again.length) return [];
  return [
    `Not the same: the table at the top says ${around(own, i)}; computed again it is ${around(again, i)}.`,
  ];
}

function wordsOf(...nodes: readonly Node[]): string[] {
  return nodes
    .map((node) => node.textContent ?? '')
    .join('')
    .split(/\s+/)
    .filter((word) => word !== '');
}

function around(words: readonly string[], i: number): string {
  return `“${words.slice(Math.max(0, i - 2), i + 2).join(' ')}”`;
}

/** Of a summary, what a page carries of it. */
function sameFields(figures: object, summary: RunSeen['summary']): unknown {
  return Object.fromEntries(
    Object.keys(figures).map((key) => [
      key,
      key === 'replications'
        ? summary.replications.map(({ replication, traceHash }) => ({ replication, traceHash }))
        : summary[key as keyof typeof summary],
    ]),
  );
}

/** Runs it to its end. @returns why it could not, where it could not */
function ran(
  experiment: ExperimentData,
  { logger, replications }: EmbeddedResult,
  engine: EngineInPage,
): Promise<RunSeen | string> {
  return new Promise((resolve) => {
    let last: RunSeen | string = 'nothing came of it';
    const numbers = replications.map(({ replication }) => replication);
    engine.run(askedOf(experiment, logger, numbers), {
      seen: (seen) => {
        last = seen;
      },
      done: () => resolve(last),
      failed: resolve,
    });
  });
}
