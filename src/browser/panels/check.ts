import { html } from '../../report/kit/html.js';
import {
  type EmbeddedResult,
  type ExperimentData,
  figuresOf,
} from '../../report/page/experiment-data.js';
import { carriedOf, isCarried } from '../../report/page/own-part.js';
import { splitTable } from '../../report/page/split.js';
import { replicationsText } from '../../text/figures.js';
import { firstDifference } from '../differences.js';
import { at, markedUp } from '../elements.js';
import type { RunSeen } from '../engine.js';
import type { EngineInPage, RunListener } from '../engine-in-page.js';
import { askedOf } from '../trial.js';

/** So many events are computed again without being asked for. */
const FEW_EVENTS = 5_000_000;

const NOT_CARRIED = 'What this page tells of cannot be computed again here.';

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

/** What can be run here. */
function carried({ results }: ExperimentData): EmbeddedResult[] {
  return results.filter(({ own }) => isCarried(own));
}

function sameText(experiment: ExperimentData): string {
  const all = carried(experiment);
  const names = all.map(
    ({ variant, traceHash, replications }) =>
      `${replicationsText(replications.length)} of ${variant} (trace hash ${traceHash})`,
  );
  const left = experiment.results.filter(({ own }) => !isCarried(own));
  const rest =
    left.length === 0
      ? ''
      : ` Not computed again, as it is not carried: ${left.map(({ variant }) => variant).join(', ')}.`;
  return `Computed again in this page: ${names.join(', ')}. All figures are the same to the bit as the command line’s.${rest}`;
}

/** What is not the same, a sentence each. */
async function faultsOf(experiment: ExperimentData, engine: EngineInPage): Promise<string[]> {
  const all = carried(experiment);
  const runs = await Promise.all(
    all.map(async (result) => ({ result, seen: await ran(experiment, result, engine) })),
  );
  const faults = runs.flatMap(({ result, seen }) => {
    if (typeof seen === 'string') return `${result.variant} cannot be computed again: ${seen}`;
    const found = firstDifference(figuresOf(result), figuresOf(seen.summary));
    if (found === undefined) return [];
    const { where, carried, computed } = found;
    return `Not the same: of ${result.variant} the page says that ${where} is ${carried}; computed again it is ${computed}.`;
  });
  if (faults.length > 0 || all.length < experiment.results.length) return faults;
  const shown = runs.flatMap(({ result: { variant: logger }, seen }) =>
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
  // A page about one run has the others further down.
  const isOfAll = table.querySelector('tr.of') !== null;
  const again = wordsOf(...markedUp(splitTable(isOfAll ? [first, ...others] : [first])));
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

/** Runs it to its end. @returns why it could not, where it could not */
function ran(
  experiment: ExperimentData,
  { own, fields, replications }: EmbeddedResult,
  engine: EngineInPage,
): Promise<RunSeen | string> {
  return new Promise((resolve) => {
    let last: RunSeen | string = 'nothing came of it';
    const numbers = replications.map(({ replication }) => replication);
    const listener: RunListener = {
      seen: (seen) => {
        last = seen;
      },
      done: () => resolve(last),
      failed: resolve,
    };
    engine.run(askedOf(experiment, numbers, fields), listener, carriedOf(own));
  });
}
