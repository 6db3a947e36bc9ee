/*
 * Which modules stand in one file of dist/. A bundler that splits makes a file of the modules that
 * the same entries need: with 40 entries that is a file for every few modules, and each costs a
 * quarter of a millisecond to find, open and link. So modules are put into layers, and whoever needs
 * a part of a layer loads all of it: then all of it is needed by the same entries.
 */

/**
 * What each layer is made of: the modules that all of these entries need, and no layer before has.
 * An order of what is loaded by more commands to what is loaded by fewer.
 */
const LAYERS = [
  ['cli/start', 'jobs/thread'],
  ['cli/start'],
  ['jobs/thread'],
  ['index'],
  ['cli/explore'],
  ['cli/replay', 'files/experiment-request'],
  ['cli/show'],
  ['files/experiment-request'],
  ['cli/run'],
].map((entries) => entries.map((entry) => `src/${entry}.ts`));

/**
 * @param inputs what each module imports, as esbuild writes it into its metafile
 * @param entries the modules that are loaded by name from outside
 * @param early what is to stand alone, as it has to be there before the rest
 * @returns for each entry, those that are loaded on demand included, what it has to load as well
 */
export function layered(inputs, entries, early) {
  const imported = (file, dynamic) =>
    inputs[file].imports
      .filter(({ external, kind }) => !external && (kind === 'dynamic-import') === dynamic)
      .map(({ path }) => path);
  const reached = (files) => {
    const all = new Set(files);
    for (const file of all) for (const next of imported(file, false)) all.add(next);
    return all;
  };

  const onDemand = Object.keys(inputs).flatMap((file) => imported(file, true));
  const needs = new Map(
    [...new Set([...entries, ...onDemand])].map((entry) => [entry, reached([entry])]),
  );

  const placed = new Set([...needs.keys(), ...reached(early)]);
  const layers = LAYERS.map((owners) => {
    const [first, ...others] = owners.map((owner) => needs.get(owner));
    const layer = [...first].filter(
      (file) => !placed.has(file) && others.every((other) => other.has(file)),
    );
    for (const file of layer) placed.add(file);
    return layer;
  });

  // What a layer needs may be of another, which comes whole with it.
  const loaded = (files) => {
    const all = reached([
      ...files,
      ...layers.filter((layer) => layer.some((file) => files.has(file))).flat(),
    ]);
    return all.size === files.size ? all : loaded(all);
  };
  return new Map(
    [...needs].map(([entry, files]) => {
      const all = loaded(files);
      return [entry, [...all].filter((file) => !files.has(file))];
    }),
  );
}
