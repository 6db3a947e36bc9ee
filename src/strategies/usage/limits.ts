import type { Group } from '../../model/fleet.js';

/**
 * Whether a deployment is over its limits of a minute, as LiteLLM's usage-based strategies see it: one
 * request fewer than `rpm` is let through, none is refused before any was counted, and a limit of 0 is one.
 * @param tokens with those of the request
 * @param requests undefined: none was counted
 */
export function isOver(
  { rpm, tpm }: Pick<Group, 'rpm' | 'tpm'>,
  tokens: number,
  requests: number | undefined,
): boolean {
  return (
    (tpm !== undefined && tokens > tpm) ||
    (rpm !== undefined && requests !== undefined && requests + 1 >= rpm)
  );
}
