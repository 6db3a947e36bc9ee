import { fileURLToPath } from 'node:url';
import { workFolder } from '../cli/latsim.js';

const FAKE = fileURLToPath(new URL('fake-litellm.mjs', import.meta.url));

/** The command of the stand-in for LiteLLM. */
export const LITELLM = `'${process.execPath}' '${FAKE}'`;

/** A folder with a scenario at-a-proxy.yaml of so many requests, on a path on which LiteLLM records nothing. */
export function proxyFolder(requests: number): string {
  return workFolder({
    'at-a-proxy.yaml': `
fleet:
  groups:
    - { name: slow, deployments: 3, provider: anthropic, latency: { distribution: constant, value: 40ms } }
    - { name: fast, deployments: 1, provider: openai, latency: { distribution: constant, value: 10ms } }
load: { kind: poisson, rate: 100/s }
duration: 1m
requests: ${requests}
path: messages
`,
  });
}
