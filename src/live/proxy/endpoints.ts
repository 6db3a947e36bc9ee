import type { RequestPath } from '../../strategies/lowest-latency/recorded.js';

/** Where a proxy serves each path. */
export const ENDPOINTS: Readonly<Record<RequestPath, string>> = {
  chat: '/v1/chat/completions',
  messages: '/v1/messages',
};
