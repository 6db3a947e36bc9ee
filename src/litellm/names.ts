import { MEASURED_PROVIDERS, type Provider } from '../strategies/lowest-latency/recorded.js';
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
 * else whose names are of that kind. Claude on other clouds is called as at Anthropic
 * (ProviderConfigManager.get_provider_anthropic_messages_config). undefined: it is not known which model it is.
 */
export function providerOf({
  model,
  provider,
}: {
  readonly model: string;
  readonly provider?: string | undefined;
}): Provider | undefined {
  if (isFilledInElsewhere(model)) return undefined;
  const slash = model.indexOf('/');
  const stated = provider ?? (slash < 0 ? undefined : model.slice(0, slash));
  if (stated === undefined) {
    return MEASURED_PROVIDERS.find((known) => BARE_NAMES[known].test(model));
  }
  if (CLOUDS.has(stated) && /claude/i.test(model)) return 'anthropic';
  return MEASURED_PROVIDERS.find((known) => known === stated) ?? 'other';
}

const CLOUDS = new Set(['bedrock', 'vertex_ai', 'azure_ai']);
const BARE_NAMES = {
  anthropic: /^claude-/,
  openai: /^(?:gpt-|chatgpt-|o\d|text-embedding-|dall-e-|whisper-|tts-)/,
} as const;

/** How the names of models begin that latsim adds to a proxy to measure its own time: no traffic is theirs. */
export const OVERHEAD_MODEL = 'latsim-overhead';

const MAX_NAME = 80;

/** One line of text, as the name of a group has to be. */
export function lineOf(text: string): string {
  const line = withoutUnseen(text, ' ').replace(/\s+/g, ' ').trim();
  return [...line].slice(0, MAX_NAME).join('').trim() || 'unnamed';
}
