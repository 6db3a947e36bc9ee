import type { Question } from './exchange.js';
import { exchange } from './exchange.js';

/** What a proxy says of itself, as far as it says it to whoever has the key. */
export interface ProxyFacts {
  /** Its deployments and its router's settings, as a configuration; null: it does not list deployments. */
  readonly configuration: string | null;
  /** Whether the router's settings are in it. */
  readonly hasRouter: boolean;
}

/** It answers from memory. */
const TIMEOUT_S = 5;

/**
 * Asks a proxy for its deployments (GET /v1/model/info) and for its router's settings (GET /router/settings),
 * which costs nothing. A key without the rights for it gets neither.
 */
export async function askForFacts(
  base: string,
  asking: Pick<Question, 'key' | 'signal'>,
): Promise<ProxyFacts> {
  const ask = async (path: string) => {
    const got = await exchange({ ...asking, url: `${base}${path}`, timeout_s: TIMEOUT_S });
    return got.kind === 'answer' && got.status === 200 ? record(got.json) : {};
  };
  const [models, router] = [await ask('/v1/model/info'), await ask('/router/settings')];
  const data = Array.isArray(models.data) ? models.data : [];
  const settings = record(router.current_values);
  const hasRouter = typeof settings.routing_strategy === 'string';
  if (data.length === 0) return { configuration: null, hasRouter: false };
  const given = Object.entries(settings).filter(([, value]) => value !== null);
  const configuration = JSON.stringify({
    model_list: data.map((one) => {
      const { model_name, litellm_params, model_info } = record(one);
      return { model_name, litellm_params, model_info: { id: record(model_info).id } };
    }),
    ...(hasRouter && { router_settings: Object.fromEntries(given) }),
  });
  return { configuration, hasRouter };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
