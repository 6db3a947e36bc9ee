import { isSetting } from './settings.js';

/**
 * Words that name fields whose values may be shown: which model, where it runs, of what kind it is.
 * A list of what is harmless, as nobody can list what is secret.
 */
const HARMLESS = new Set(
  'model region location zone tier mode provider version datacenter cluster environment env stage pool site country sku'.split(
    ' ',
  ),
);
const ALLOWED = new Set(['model', 'api_base', 'base_url', 'base_model', 'id']);
const SECRET =
  /key|secret|pass|pwd|token|cred|auth|header|cert|connection|user|jwt|bearer|cookie|sas|sign|session|webhook|dsn/i;

/**
 * Whether groups may be named by the values of this field of `litellm_params` or `model_info`:
 * names of groups stand in scenarios and results.
 */
export function mayNameGroups(field: string): boolean {
  if (ALLOWED.has(field)) return true;
  const words = field.toLowerCase().split(/[_.-]/);
  return words.some((word) => HARMLESS.has(word)) && !SECRET.test(field);
}

/** Whether the name of a field that a configuration has may be shown as one to group by. */
export function mayBeOffered(field: string): boolean {
  const words = field.split(/[_.-]/);
  return mayNameGroups(field) && (isSetting(field) || words.every((word) => HARMLESS.has(word)));
}

/** What to do about a field that may not. */
export const OTHER_FIELD =
  'group by model, api_base, base_url, base_model, id, or a field of that kind: with region, location, tier, provider, environment or the like in its name';
