/** Overrides of a scenario by field, as `--set` takes them: `store` and `{ kind: remote, .. }`. */
export type Settings = ReadonlyMap<string, string>;

/** Changes on top of settings; undefined leaves a field as the scenario has it. */
export type Changes = Readonly<Record<string, string | undefined>>;

export function changed(settings: Settings, changes: Changes): Settings {
  const all = new Map(settings);
  for (const [path, value] of Object.entries(changes)) {
    if (value === undefined) all.delete(path);
    else all.set(path, value);
  }
  return all;
}

/** As the arguments of `--set`. */
export function overridesOf(settings: Settings): string[] {
  return [...settings].map(([path, value]) => `${path}=${value}`);
}
