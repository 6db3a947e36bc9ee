import type { Located } from '../text/tree.js';

/**
 * What LiteLLM's `model_group_alias` says: the model_name that each alias stands for. Both forms are read,
 * `alias: name` and `alias: { model: name, hidden: true }`; an alias of what is no text is none.
 */
export function aliasesOf(node: Located | undefined): ReadonlyMap<string, string> {
  if (node?.value.kind !== 'map') return new Map();
  return new Map(
    [...node.value.entries].flatMap(([alias, { node: of }]) => {
      const name = textOf(of.value.kind === 'map' ? of.value.entries.get('model')?.node : of);
      return name === undefined ? [] : [[alias, name] as const];
    }),
  );
}

function textOf(node: Located | undefined): string | undefined {
  const value = node?.value;
  return value?.kind === 'scalar' && value.scalar !== null ? String(value.scalar) : undefined;
}
