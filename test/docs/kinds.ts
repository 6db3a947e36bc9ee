import type { Kind } from '../../src/kernel/kind.js';
import type { Parameter } from '../../src/kernel/parameters.js';
import { KINDS, type Kinds } from '../../src/scenario/kinds.js';
import { count } from '../../src/text/figures.js';
import { rulesList } from './rules.js';

/**
 * Tables of what comes in kinds. After a line `<!-- kinds: loads -->` stands the table of the loads,
 * which is written from their descriptions; after `<!-- kinds: rules -->` the list of the rules.
 */
const MARK = /^<!-- kinds: (\w+) -->$/;

/** The lines with the tables as they are now. */
export function kindsNow(lines: readonly string[]): readonly string[] {
  const now: string[] = [];
  let inside = false;
  for (const line of lines) {
    if (inside && /^(?:\||- )/.test(line)) continue;
    inside = false;
    now.push(line);
    const name = MARK.exec(line)?.[1];
    if (name === undefined) continue;
    now.push(...(name === 'rules' ? rulesList() : tableOf(name as Described)));
    inside = true;
  }
  return now;
}

/** Expectations have a table of their own: see `described-once.test.ts`. */
type Described = Exclude<keyof Kinds, 'expectations'>;

function tableOf(name: Described): string[] {
  const kinds: readonly Kind<unknown>[] = KINDS[name];
  const key = name === 'distributions' ? 'distribution' : 'kind';
  return [
    `| \`${key}\` | what | fields |`,
    '|---|---|---|',
    ...kinds.map((kind) => `| \`${kind.name}\` | ${withoutStop(kind.says)} | ${fieldsOf(kind)} |`),
  ];
}

function fieldsOf({ parameters, forms }: Kind<unknown>): string {
  const field = (name: string) => fieldText(name, parameters[name] as Parameter);
  const alternatives = new Set(forms?.flat());
  const always = Object.keys(parameters).filter((name) => !alternatives.has(name));
  const ways = forms?.map((form) => form.map(field).join('; ')).join('; **or** ');
  return [...always.map(field), ...(ways === undefined ? [] : [ways])].join('; ');
}

function fieldText(name: string, parameter: Parameter): string {
  const { says, preset } = parameter;
  const shown = preset === undefined ? [] : [`default ${preset}`];
  const notes = [...rangeOf(parameter), ...shown];
  const range = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
  return `\`${name}\`: ${withoutStop(says)}${range}`;
}

/** What may be written, where the name of the field does not say it. */
function rangeOf(parameter: Parameter): string[] {
  switch (parameter.type) {
    case 'whole': {
      const { from, to } = parameter;
      return [to === undefined ? `${count(from)} or more` : `${count(from)} to ${count(to)}`];
    }
    case 'duration':
      return [parameter.positive ? 'a duration above 0' : 'a duration'];
    case 'quantity':
    case 'amount':
      return [parameter.positive ? 'above 0' : '0 or more'];
    case 'choice':
      return [parameter.of.map((name) => `\`${name}\``).join(', ')];
    case 'distribution':
      return ['a duration or a distribution of times'];
    case 'quantiles':
      return ['a map'];
    case 'file':
      return ['a path'];
    case 'boolean':
      return ['true or false'];
    case 'rate':
    case 'fraction':
      return [`a ${parameter.type}`];
  }
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
