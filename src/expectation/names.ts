import { chosenName } from '../text/addresses.js';
import type { Scanner } from './scanner.js';

/** A group of deployments; the model group is named where several have a group of this name. */
export interface GroupName {
  readonly group: string;
  readonly modelGroup: string | null;
}

/** The names that an expectation may use, and how long there is something to measure. */
export interface Context {
  readonly modelGroups: readonly { readonly name: string; readonly groups: readonly string[] }[];
  /** null: not known. */
  readonly duration_s: number | null;
}

/** What needs no quotes. */
const BARE = /[\p{L}\p{N}_./@:+-]+/uy;
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/uy;

/** Reads a name as its scenario has it: bare, or in quotes with a backslash before quotes and backslashes. */
function readName(scanner: Scanner, what: string): string {
  return chosenName(readAsWritten(scanner, what));
}

function readAsWritten(scanner: Scanner, what: string): string {
  const quoted = scanner.take(QUOTED);
  if (quoted !== undefined) return quoted.slice(1, -1).replace(/\\(.)/gu, '$1');
  if (scanner.peek(/["']/y) !== undefined) {
    scanner.fail('this quote is not closed', 'put the same quote behind the name');
  }
  return scanner.expect(BARE, what, 'write it as in share(gpt-4.1); with blanks in quotes');
}

/** Writes a name so that it is read back. */
export function writeName(name: string): string {
  BARE.lastIndex = 0;
  return BARE.exec(name)?.[0] === name ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
}

/** Reads `group` or `group in modelgroup`. */
export function readGroup(scanner: Scanner, context: Context): GroupName {
  const { offset } = scanner;
  const group = readName(scanner, 'the name of a group');
  const modelGroup = readModelGroup(scanner, context);
  const within = context.modelGroups.filter(
    ({ name }) => modelGroup === null || name === modelGroup,
  );
  const having = within.filter(({ groups }) => groups.includes(group));
  if (having.length === 0) {
    const known = within.flatMap(({ groups }) => groups);
    const where = modelGroup === null ? '' : ` in ${JSON.stringify(modelGroup)}`;
    scanner.fail(
      `there is no group ${JSON.stringify(group)}${where}`,
      known.length === 0 ? 'name a group of the fleet' : { name: group, known },
      offset,
    );
  }
  if (having.length > 1) {
    const names = having.map(({ name }) => writeName(name)).join(' or ');
    scanner.fail(
      `several model groups have a group ${JSON.stringify(group)}`,
      `add "in" and the model group: ${names}`,
      offset,
    );
  }
  return { group, modelGroup };
}

/** The same name for the same group: its model group is named only where several have such a group. */
export function shortest({ group, modelGroup }: GroupName, { modelGroups }: Context): GroupName {
  const having = modelGroups.filter(({ groups }) => groups.includes(group));
  return { group, modelGroup: having.length > 1 ? modelGroup : null };
}

/** What tells a group from others, as a key. */
export function keyOfGroup({ group, modelGroup }: GroupName): string {
  return JSON.stringify([group, modelGroup]);
}

/** Whether two names mean the same group. */
export function sameGroup(one: GroupName, other: GroupName, context: Context): boolean {
  const a = shortest(one, context);
  const b = shortest(other, context);
  return a.group === b.group && a.modelGroup === b.modelGroup;
}

/** Whether there is one model group, which need not be named. */
export function onlyModelGroup({ modelGroups }: Context): boolean {
  return modelGroups.length === 1;
}

/** Reads `in modelgroup`, if it is there. */
export function readModelGroup(scanner: Scanner, context: Context): string | null {
  return scanner.take(/in(?=\s)/y) === undefined ? null : readModelGroupName(scanner, context);
}

export function readModelGroupName(scanner: Scanner, context: Context): string {
  const { offset } = scanner;
  const name = readName(scanner, 'the name of a model group');
  const known = context.modelGroups.map((modelGroup) => modelGroup.name);
  if (known.includes(name)) return name;
  const remedy = known.length === 0 ? 'name a model group' : { name, known };
  return scanner.fail(`there is no model group ${JSON.stringify(name)}`, remedy, offset);
}
