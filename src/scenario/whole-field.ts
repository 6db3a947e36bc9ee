import type { Path } from '../text/tree.js';
import { scenarioJsonSchema } from './json-schema.js';
import { KINDS, type Kinds } from './kinds.js';

/** What says of which type a field is, in a JSON Schema. */
interface TypedLevel {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, TypedLevel>>;
  readonly items?: TypedLevel;
  readonly anyOf?: readonly TypedLevel[];
  readonly oneOf?: readonly TypedLevel[];
}

/** Whether only whole numbers may stand at a path of a scenario file: it is a count. */
export function isWholeField(path: Path, kinds: Kinds = KINDS): boolean {
  let levels = alternatives(scenarioJsonSchema(kinds) as TypedLevel);
  for (const step of path) {
    levels = levels.flatMap(({ properties, items }) => {
      const next = typeof step === 'number' ? items : properties?.[step];
      return next === undefined ? [] : alternatives(next);
    });
  }
  const types = levels.map(({ type }) => type);
  return types.includes('integer') && !types.includes('number');
}

function alternatives(level: TypedLevel): TypedLevel[] {
  const { anyOf = [], oneOf = [] } = level;
  return [level, ...[...anyOf, ...oneOf].flatMap(alternatives)];
}
