import type { Kind } from '../../src/kernel/kind.js';
import type { Parameter } from '../../src/kernel/parameters.js';
import { KINDS, type Kinds } from '../../src/scenario/kinds.js';
import { count } from '../../src/text/figures.js';
import { lessonList } from './lesson.js';
import { rulesList } from './rules.js';

/**
 * Lists of what comes in kinds. After a line `<!-- kinds: loads -->` stands the list of the loads,
 * which is written from their descriptions; after `<!-- kinds: rules -->` that of the rules by release,
 * after `<!-- kinds: lesson -->` that of the steps of the lesson.
 */
const MARK = /^<!-- kinds: (\w+) -->$/;

/** Lists of what is described elsewhere than kinds are. */
const OTHERS: Readonly<Record<string, () => string[]>> = { rules: rulesList, lesson: lessonList };

/** The lines with the lists as they are now. */
export function kindsNow(lines: readonly string[]): readonly string[] {
  const now: string[] = [];
  let isWritten = false;
  for (const line of lines) {
    if (isWritten && /^[|-]/.test(line)) continue;
    isWritten = false;
    now.push(line);
    const name = MARK.exec(line)?.[1];
    if (name === undefined) continue;
    now.push(...(OTHERS[name]?.() ?? listOf(name as Described)));
    isWritten = true;
  }
  return now;
}

/** Expectations have a table of their own: see `described-once.test.ts`. */
type Described = Exclude<keyof Kinds, 'expectations'>;

function listOf(name: Described): string[] {
  const kinds: readonly Kind<unknown>[] = KINDS[name];
  return kinds.map((kind) =>
    [`- \`${kind.name}\`: ${withoutStop(kind.says)}`, ...fieldsOf(kind)].join('. '),
  );
}

/** What may be written, and its range; the schema has a sentence about each. */
function fieldsOf({ parameters, forms }: Kind<unknown>): string[] {
  const field = (name: string) => fieldText(name, parameters[name] as Parameter);
  const alternatives = new Set(forms?.flat());
  const always = Object.keys(parameters).filter((name) => !alternatives.has(name));
  const ways = forms?.map((form) => form.map(field).join(', ')).join(', or ');
  const all = [...always.map(field), ...(ways === undefined ? [] : [ways])].join(', ');
  return all === '' ? [] : [all];
}

function fieldText(name: string, parameter: Parameter): string {
  const { preset } = parameter;
  // A default shows the unit, too.
  const notes = preset === undefined ? rangeOf(parameter) : [`default ${preset}`];
  const range = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
  return `\`${name}\`${range}`;
}

/** What may be written, where the name of the field does not say it. */
function rangeOf(parameter: Parameter): string[] {
  switch (parameter.type) {
    case 'whole': {
      const { from, to } = parameter;
      return [to === undefined ? `≥ ${count(from)}` : `${count(from)}–${count(to)}`];
    }
    case 'duration':
      return [parameter.positive ? 'duration > 0' : 'duration'];
    case 'phase':
      return ['duration or `random`'];
    case 'quantity':
    case 'amount':
      return [parameter.positive ? '> 0' : '≥ 0'];
    case 'choice':
      return [parameter.of.map((name) => `\`${name}\``).join(', ')];
    case 'distribution':
      return ['duration or distribution'];
    case 'quantiles':
      return ['map'];
    case 'file':
      return ['path'];
    case 'boolean':
      return ['true, false'];
    case 'rate':
    case 'fraction':
      return [parameter.type];
  }
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
