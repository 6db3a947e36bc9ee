import { MAX_MAP } from '../litellm/latency-map.js';
import { contentOf, type Input } from './content.js';

/**
 * The text of a latency map, plain or gzip'd, from a file, a pipe or standard input; of a longer one
 * than a map may be no more than shows that.
 * @throws ScenarioError where it cannot be read
 */
export async function readMapFile(input: Input, signal?: AbortSignal): Promise<string> {
  const decoder = new TextDecoder('utf-8');
  let text = '';
  for await (const piece of contentOf(input, undefined, signal)) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > MAX_MAP) break;
  }
  return text + decoder.decode();
}
