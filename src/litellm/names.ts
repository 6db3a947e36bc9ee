import { PROVIDERS, type Provider } from '../strategies/lowest-latency/recorded.js';
import { withoutUnseen } from '../text/harmless.js';

const ENVIRONMENT = 'os.environ/';

/** Whether LiteLLM takes a value from its environment. */
export function isEnvironment(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(ENVIRONMENT);
}

/** The same, or a variable of a shell or of Docker Compose: `${RPM}`. */
export function isFilledInElsewhere(value: unknown): boolean {
  return isEnvironment(value) || (typeof value === 'string' && /^\$(?:\w+|\{[^}]*\})$/.test(value));
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

/**
 * Who serves a model, as far as what is recorded depends on it: what is stated, else what stands before its name,
 * else whose names are of that kind, as LiteLLM tells it (get_llm_provider). undefined: another.
 */
export function providerOf({
  model,
  provider,
}: {
  readonly model: string;
  readonly provider?: string | undefined;
}): Provider | undefined {
  const stated = provider ?? (model.includes('/') ? model.slice(0, model.indexOf('/')) : undefined);
  if (stated !== undefined) return PROVIDERS.find((known) => known === stated);
  return PROVIDERS.find((known) => BARE_NAMES[known].test(model));
}

const BARE_NAMES: Readonly<Record<Provider, RegExp>> = {
  anthropic: /^claude-/,
  openai: /^(?:gpt-|chatgpt-|o\d|text-embedding-|dall-e-|whisper-|tts-)/,
};

const MAX_NAME = 80;

/** One line of text, as the name of a group has to be. */
export function lineOf(text: string): string {
  const line = withoutUnseen(text, ' ').replace(/\s+/g, ' ').trim();
  return [...line].slice(0, MAX_NAME).join('').trim() || 'unnamed';
}
