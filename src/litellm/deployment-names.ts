import { bareAddress, withoutSecrets } from '../text/addresses.js';
import type { LoggedDeployment } from './logged-deployment.js';

/*
 * What one deployment of a log is called in the name of a group. Import writes such names, and diagnose finds
 * the rows of a log again by them: so both have them from here.
 */

/** An id that LiteLLM has made up: the hash of a deployment's parameters. */
const HASH = /^[0-9a-f]{32,}$/i;
/** So much of it is unique in any fleet. */
const SHORT = 8;
/** What an id may be called, and a key or a prompt may not. */
const ID = /^(?!sk-)[\w.:@/+-]{1,80}$/i;

/** An id as a name has it: in full where somebody chose it. Empty where it is no name. */
export function shownId(id: string): string {
  if (HASH.test(id)) return id.slice(0, SHORT);
  const shown = withoutSecrets(id);
  return ID.test(shown) ? shown : '';
}

/** An address as a name has it: the host, or all but the scheme. */
export function shownAddress(address: string, part: 'host' | 'all'): string {
  const all = bareAddress(address).replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const shown = part === 'host' ? (all.split('/', 1)[0] as string) : all;
  return ID.test(shown) ? shown : '';
}

/** The words that may stand for a deployment in the name of a group; the surest first. */
export function wordsFor({ modelId, apiBase }: LoggedDeployment): string[] {
  const words = [
    withoutSecrets(modelId),
    shownId(modelId),
    shownAddress(apiBase, 'all'),
    shownAddress(apiBase, 'host'),
  ];
  return words.filter((word) => word !== '');
}

/** The group whose name has the word of a deployment in it; undefined: none, or several. */
export function groupNamed(
  deployment: LoggedDeployment,
  groups: readonly string[],
): string | undefined {
  for (const word of wordsFor(deployment)) {
    const fitting = groups.filter((group) => group.split(' ').includes(word));
    if (fitting.length === 1) return fitting[0];
  }
  return undefined;
}

/** Words that tell deployments apart: their ids where these were chosen, else addresses, else pieces of ids. */
export function distinctWords(deployments: readonly LoggedDeployment[]): string[] | undefined {
  const chosen = deployments.every(({ modelId }) => modelId !== '' && !HASH.test(modelId));
  const byId = deployments.map(({ modelId }) => shownId(modelId));
  const byHost = deployments.map(({ apiBase }) => shownAddress(apiBase, 'host'));
  const byAddress = deployments.map(({ apiBase }) => shownAddress(apiBase, 'all'));
  const kinds = chosen ? [byId, byHost, byAddress] : [byHost, byAddress, byId];
  return kinds.find((words) => !words.includes('') && new Set(words).size === words.length);
}
