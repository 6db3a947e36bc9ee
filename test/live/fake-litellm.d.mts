import type { Server } from 'node:http';

export function fakeLiteLLM(
  config: string,
  setting?: { readonly says?: string; readonly fault?: string },
): Server;
