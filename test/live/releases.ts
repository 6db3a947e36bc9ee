import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** LiteLLM releases that the tests of `test/live/real` start, each pinned in `docs/examples`. */
export const RELEASES = ['1.82.3', '1.110.2'] as const;

export type Release = (typeof RELEASES)[number];

/** The variable that names the `litellm` command of a release. */
const variableOf = (release: Release): string => `LATSIM_LITELLM_${release.replaceAll('.', '_')}`;

/**
 * The `litellm` command of a release: what its variable names, else that of `.litellm` in the project.
 * @throws Error with the remedy where there is none
 */
export function litellmOf(release: Release, env: NodeJS.ProcessEnv = process.env): string {
  const variable = variableOf(release);
  const named = env[variable];
  const folder = `.litellm/${release}`;
  const own = fileURLToPath(new URL(`../../${folder}/bin/litellm`, import.meta.url));
  const command = named ?? own;
  if (existsSync(command)) return command;
  throw new Error(
    [
      `no litellm ${release} at ${named ?? `${folder}/bin/litellm`}`,
      `install it: python3 -m venv ${folder} && ${folder}/bin/pip install -r docs/examples/litellm-${release}.txt`,
      `or say where it is: ${variable}=/path/to/bin/litellm`,
    ].join('\n'),
  );
}

/** @throws Error with the remedy where no Redis can be started */
export function requireRedis(): void {
  if (spawnSync('redis-server', ['--version']).error === undefined) return;
  throw new Error('no redis-server\ninstall it: apt-get install redis-server, or the like');
}
