import { PROVIDERS, type Provider } from '../strategies/lowest-latency/recorded.js';
import { withoutUnseen } from '../text/harmless.js';

const ENVIRONMENT = 'os.environ/';

/** Whether LiteLLM takes a value from its environment. */
export function isEnvironment(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(ENVIRONMENT);
}

/**
 * `anthropic/claude-sonnet-4-6`: `claude-sonnet-4-6`. LiteLLM logs models without the provider. What
 * is taken from the environment is left as it is.
 */
export function withoutProvider(model: string): string {
  const slash = model.indexOf('/');
  const keep = slash < 0 || slash === model.length - 1 || isEnvironment(model);
  return keep ? model : model.slice(slash + 1);
}

/** Who serves a model, as far as what is recorded depends on it: what stands before its name. */
export function providerOf(model: string): Provider | undefined {
  return PROVIDERS.find((provider) => model.startsWith(`${provider}/`));
}

const MAX_NAME = 80;

/** One line of text, as the name of a group has to be. */
export function lineOf(text: string): string {
  const line = withoutUnseen(text, ' ').replace(/\s+/g, ' ').trim();
  return [...line].slice(0, MAX_NAME).join('').trim() || 'unnamed';
}
