import { readFileSync } from 'node:fs';

/** The name and version under which latsim reports. */
export function tool(): { name: 'latsim'; version: string } {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return { name: 'latsim', version: (JSON.parse(manifest) as { version: string }).version };
}
