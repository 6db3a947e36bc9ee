import { formatDuration } from '../text/units.js';
import type { Expectation, ExploreExpectation, GroupName } from './expectation.js';
import { writeName } from './names.js';

/** An expectation in canonical spacing; reading it gives the same expectation. */
export function writeExpectation(expectation: Expectation): string {
  switch (expectation.kind) {
    case 'share': {
      const { measure, of, sense, bound, after_s } = expectation;
      const what = measure === 'share' ? group(of) : `deployment in ${group(of)}`;
      return `${measure}(${what}) ${sense} ${percentage(bound)}${after(after_s)}`;
    }
    case 'ratio': {
      const { of, sense, factor, other, after_s } = expectation;
      const times = factor === 1 ? '' : `${decimal(factor)} * `;
      return `share(${group(of)}) ${sense} ${times}share(${group(other)})${after(after_s)}`;
    }
    case 'latency': {
      const { percentile, modelGroup, sense, bound_s } = expectation;
      const where = inModelGroup(modelGroup);
      return `p${decimal(percentile, 2)}(latency${where}) ${sense} ${formatDuration(bound_s)}`;
    }
    case 'count':
      return `${expectation.count} ${expectation.comparison} ${expectation.bound}`;
    case 'verdict': {
      const { modelGroup, comparison, verdict } = expectation;
      const where = modelGroup === null ? '' : `(${writeName(modelGroup)})`;
      return `verdict${where} ${comparison} ${verdict}`;
    }
    case 'explore':
      return explore(expectation);
  }
}

function explore({ violation, tasks, processes, store }: ExploreExpectation): string {
  const noun = tasks === 1 ? 'task' : 'tasks';
  const where = processes === 1 ? '' : ` in ${processes} processes`;
  return `explore: ${violation ? '' : 'no '}violation with ${tasks} ${noun}${where} on ${store}`;
}

function group({ group, modelGroup }: GroupName): string {
  return `${writeName(group)}${inModelGroup(modelGroup)}`;
}

function inModelGroup(name: string | null): string {
  return name === null ? '' : ` in ${writeName(name)}`;
}

function after(after_s: number): string {
  return after_s === 0 ? '' : ` after ${formatDuration(after_s)}`;
}

function percentage(fraction: number): string {
  return `${decimal(fraction, 2)}%`;
}

/**
 * A number without an exponent, times a power of ten: the decimal point is moved in the text, so
 * that nothing is rounded.
 */
function decimal(value: number, power = 0): string {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', decimals = ''] = mantissa.split('.');
  const point = whole.length + Number(exponent) + power;
  const zeros = Math.max(0, 1 - point);
  const digits = `${'0'.repeat(zeros)}${whole}${decimals}`.padEnd(point + zeros, '0');
  const integer = digits.slice(0, point + zeros).replace(/^0+(?=\d)/, '');
  const rest = digits.slice(point + zeros).replace(/0+$/, '');
  return rest === '' ? integer : `${integer}.${rest}`;
}
