import type { Problem } from '../../text/problems.js';
import { pythonNumber } from '../../text/python-yaml.js';
import {
  type Located,
  type MapEntry,
  type Place,
  problemAt,
  type Scalar,
} from '../../text/tree.js';
import { masked } from '../mask.js';
import { isFilledInElsewhere } from '../names.js';
import { isSetting } from '../settings.js';
import { templateAt } from './template.js';

/** The settings of a section. */
export type Entries = ReadonlyMap<string, MapEntry>;
export const NOTHING: Entries = new Map();

/** Settings that are left out: their path, and how often each is given. */
export interface LeftOut {
  readonly path: string;
  readonly count: number;
}

/** Numbers that a setting may be. */
export interface AllowedNumbers {
  readonly words: string;
  readonly holds: (value: number) => boolean;
}

/** What stands for a name that is none of LiteLLM's settings, and so may be anything. */
const UNNAMED = '(unknown)';

/**
 * Reads values of a configuration, and gathers what there is to say of it: problems, and assumptions. What it
 * says shows places and the names of LiteLLM's settings, nothing else of the file.
 */
export class SettingsReader {
  readonly problems: Problem[] = [];
  readonly notes = new Set<string>();
  private readonly left = new Map<string, number>();

  /** What has no effect on who is chosen, and what is none of LiteLLM's settings. */
  leftOut(): { readonly ignored: readonly LeftOut[]; readonly unknown: readonly LeftOut[] } {
    const all = [...this.left].map(([path, count]) => ({ path, count }));
    const isUnknown = ({ path }: LeftOut) => path.endsWith(UNNAMED);
    return { ignored: all.filter((one) => !isUnknown(one)), unknown: all.filter(isUnknown) };
  }

  /** Tells what a section holds beside the settings that are read, or of which something is said. */
  leaveOut(entries: Entries, except: Iterable<string>, path: string): void {
    const others = new Set(entries.keys());
    for (const name of except) others.delete(name);
    for (const name of others) {
      const shown = isSetting(name) ? name : UNNAMED;
      const full = path === '' ? shown : `${path}.${shown}`;
      this.left.set(full, (this.left.get(full) ?? 0) + 1);
    }
  }

  section(entry: MapEntry | undefined, name: string): Entries {
    return present(entry) ? (this.map(entry.node, name) ?? NOTHING) : NOTHING;
  }

  map({ value, at }: Located, what: string): Entries | undefined {
    if (value.kind === 'map') return value.entries;
    this.report(at, `${what} is not a map of settings`, 'write name: value, one per line');
    return undefined;
  }

  /** The text of a value that has to be there. */
  text(entry: MapEntry | undefined, at: Place, name: string): string | undefined {
    if (present(entry)) return this.optionalText(entry, name);
    this.report(at, `${name} is missing`, `add ${name}, as LiteLLM needs it`);
    return undefined;
  }

  optionalText(entry: MapEntry | undefined, name: string): string | undefined {
    if (!present(entry)) return undefined;
    const { value, at } = entry.node;
    const text = value.kind === 'scalar' ? String(value.scalar) : undefined;
    if (text !== undefined && templateAt(text) === undefined) return text;
    this.report(at, `${name} is a single value`, 'write a text, in quotes if it looks otherwise');
    return undefined;
  }

  /**
   * A number, also one that is written as a text.
   * @param otherwise what is assumed where it is only known elsewhere, in words
   */
  number(
    entry: MapEntry | undefined,
    name: string,
    range: AllowedNumbers,
    otherwise = "LiteLLM's default is assumed",
  ): number | undefined {
    if (!present(entry)) return undefined;
    const scalar = scalarOf(entry);
    if (isFilledInElsewhere(scalar)) {
      this.notes.add(`${name} from the environment is not looked up: ${otherwise}`);
      return undefined;
    }
    const value = typeof scalar === 'string' ? pythonNumber(scalar) : scalar;
    if (typeof value === 'number' && Number.isFinite(value) && range.holds(value)) return value;
    this.report(entry.node.at, `${name} is not ${range.words}`, `write ${range.words}`);
    return undefined;
  }

  /** A switch, which Python takes as on where it is not empty, 0 or false. */
  isOn(entry: MapEntry | undefined, name: string): boolean {
    if (!present(entry)) return false;
    const { value } = entry.node;
    if (value.kind !== 'scalar') return true;
    if (isFilledInElsewhere(value.scalar)) {
      this.notes.add(`${name} from the environment is not looked up: it is taken as off`);
      return false;
    }
    return Boolean(value.scalar);
  }

  report(at: Place, message: string, remedy: string): void {
    this.problems.push(masked(problemAt(at, message, remedy)));
  }
}

/** The value of a single value; null of others. */
export function scalarOf(entry: MapEntry): Scalar {
  const { value } = entry.node;
  return value.kind === 'scalar' ? value.scalar : null;
}

/** Whether a setting is there and not null. */
export function present(entry: MapEntry | undefined): entry is MapEntry {
  return entry !== undefined && (entry.node.value.kind !== 'scalar' || scalarOf(entry) !== null);
}

/** The items of a list; of what is none, none. */
export function itemsOf(node: Located | undefined): readonly Located[] {
  return node?.value.kind === 'list' ? node.value.items : [];
}
