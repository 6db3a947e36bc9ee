import { uniqueName } from './groups.js';

/** Names that Windows keeps for devices. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const MAX_LENGTH = 80;

/**
 * The file name of a model group's scenario: letters, digits, dots, dashes and underscores of its
 * name, numbered where it is taken in any spelling (some file systems do not tell case).
 */
export function fileName(modelName: string, taken: Set<string>): string {
  const safe = modelName
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^[.-]+|[.-]+$/g, '');
  const base = safe === '' || DEVICES.test(safe) ? `model-${safe}`.replace(/-$/, '') : safe;
  return `${uniqueName(base, taken, '-')}.yaml`;
}
