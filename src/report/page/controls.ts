import { always, onlyValue } from '../../kernel/distributions/constant.js';
import { type Kind, kindNamed } from '../../kernel/kind.js';
import type { DistributionSettings, Parameter, Settings, Value } from '../../kernel/parameters.js';
import { KINDS } from '../../scenario/kinds.js';
import { pathInFile } from '../../scenario/override.js';
import { written } from '../../scenario/paths.js';
import type { Scenario } from '../../scenario/schema.js';
import { powerOfTen } from '../../stats/elementary.js';
import { strategyKindOf } from '../../strategies/in-file.js';
import { shellWord } from '../../text/shell.js';
import type { Path } from '../../text/tree.js';
import { decimal, formatDuration, formatRate, parseDuration, parseRate } from '../../text/units.js';

/** A number of a scenario that a page lets its reader change. Plain data. */
export interface Control {
  /** What it is, in a few words. */
  readonly label: string;
  /** Of which model group; absent: there is one, or it holds for all. */
  readonly of?: string;
  /** The field of the resolved scenario. */
  readonly path: Path;
  /** The option that says so on a command line, as a shell takes it, before and after what is shown. */
  readonly option: readonly [before: string, after: string];
  /** What it may be, ascending. */
  readonly steps: readonly ControlStep[];
  /** The step that the scenario has. */
  readonly at: number;
}

export interface ControlStep {
  /** As it is written in a scenario. */
  readonly shown: string;
  /** What the field is then. */
  readonly value: unknown;
}

/**
 * What a page lets its reader change: how much comes, how often samples are flushed, how long the store
 * takes, how long the map is kept; each only where the scenario has it, as a single number.
 * @param listed whether it is written as a list of model groups
 */
export function controlsOf(scenario: Scenario, listed: boolean): Control[] {
  const { modelGroups, dispatch, store, router } = scenario;
  const several = modelGroups.length > 1;
  const fields: Field[] = [
    ...modelGroups.flatMap(({ name, load }, m) =>
      fieldsOf(kindNamed(KINDS.loads, load.kind), load, isAmount, ['modelGroups', m, 'load']).map(
        (field) => ({ ...field, ...(several && { of: name }) }),
      ),
    ),
    ...fieldsOf(kindNamed(KINDS.dispatches, dispatch.kind), dispatch, isPeriod, ['dispatch']),
    ...fieldsOf(kindNamed(KINDS.stores, store.kind), store, isTrip, ['store']),
  ];
  if (strategyKindOf(KINDS.strategies, router.strategy).readsLatencies) {
    const label = 'Time for which the map is kept';
    fields.push({ label, type: 'duration', value: router.ttl, path: ['router', 'ttl'] });
  }
  return fields.flatMap((field) => controlOf(field, listed) ?? []);
}

/** A number of a scenario, and what it is. */
interface Field {
  readonly label: string;
  readonly of?: string;
  readonly type: Parameter['type'];
  readonly value: Value;
  readonly path: Path;
  readonly least?: number | undefined;
  readonly most?: number | undefined;
}

/** How much comes: at what rate, how many at once, or how many users there are. */
const isAmount = ({ type }: Parameter): boolean => type === 'rate' || type === 'whole';
const isPeriod = (one: Parameter): boolean => one.type === 'duration' && one.positive === true;
const isTrip = ({ type }: Parameter): boolean => type === 'distribution';

function fieldsOf(
  { parameters }: Kind<unknown>,
  settings: Settings,
  wanted: (parameter: Parameter) => boolean,
  path: Path,
): Field[] {
  return Object.entries(parameters).flatMap(([name, parameter]): Field[] => {
    const value = settings[name];
    if (value === undefined || !wanted(parameter)) return [];
    const { type, says } = parameter;
    const range = parameter.type === 'whole' && { least: parameter.from, most: parameter.to };
    return [{ label: says.replace(/\.$/, ''), type, value, path: [...path, name], ...range }];
  });
}

/** How a number is written and read, and what the field is that it stands for. */
interface Spelling {
  write(value: number): string;
  read(text: string): number;
  field(value: number): unknown;
}

const itself = (value: number) => value;
const DURATION: Spelling = { write: formatDuration, read: parseDuration, field: itself };
const SPELLINGS: Partial<Record<Parameter['type'], Spelling>> = {
  duration: DURATION,
  distribution: { ...DURATION, field: always },
  rate: { write: formatRate, read: parseRate, field: itself },
  whole: { write: String, read: Number, field: itself },
};

/** Undefined where it is no single number above 0. */
function controlOf(
  { label, of, type, value, path, least = 0, most = Number.POSITIVE_INFINITY }: Field,
  listed: boolean,
): Control | undefined {
  const spelling = SPELLINGS[type];
  const own = type === 'distribution' ? onlyValue(value as DistributionSettings) : Number(value);
  if (spelling === undefined || own === undefined || !(own > 0)) return undefined;
  const [, amount = '', unit = ''] = /^([\d.]+)(.*)$/.exec(spelling.write(own)) ?? [];
  const choices = [...around(Number(amount)), amount]
    .filter((text) => type !== 'whole' || /^\d+$/.test(text))
    .map((text) => ({ shown: text + unit, number: spelling.read(text + unit) }))
    .filter(({ number }) => number >= least && number <= most)
    .sort((a, b) => a.number - b.number)
    .filter(({ number }, i, all) => number !== all[i - 1]?.number);
  // No amount, and no unit, has to be quoted.
  const [before = '', after = ''] = shellWord(`${written(pathInFile(path, listed))}=_`).split('_');
  return {
    label,
    ...(of !== undefined && { of }),
    path,
    option: [`--set ${before}`, after],
    steps: choices.map(({ shown, number }) => ({
      shown,
      value: spelling.field(number),
    })),
    at: choices.findIndex(({ number }) => number === own),
  };
}

/** How far the steps go, to either side. */
const TIMES = 10;
const DIGITS = [1, 1.5, 2, 3, 5, 7];

/** Round numbers from a tenth to ten times of a number. */
function around(value: number): string[] {
  const power = powerOfTen(value / TIMES);
  return [0, 1, 2, 3]
    .flatMap((more) => DIGITS.map((digit) => decimal(digit, power + more)))
    .filter((text) => Number(text) >= value / TIMES && Number(text) <= value * TIMES);
}
