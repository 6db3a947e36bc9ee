import { withoutSecrets } from '../../text/addresses.js';

/** What deployments are called in a report: addresses without what may be secret, each once. */
export function shownIds(ids: readonly string[]): string[] {
  const taken = new Set<string>();
  return ids.map((id) => {
    const bare = withoutSecrets(id);
    let shown = bare;
    for (let i = 2; taken.has(shown); i++) shown = `${bare} ${i}`;
    taken.add(shown);
    return shown;
  });
}
