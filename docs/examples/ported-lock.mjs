import { acquire, read, release, write } from 'latsim';

export default {
  name: 'ported-lock',
  summary: 'asyncio.Lock around reading and writing, from Python',

  *record(event, context) {
    yield acquire(context.key);
    try {
      const map = (yield read(context.key, 'local')) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
    } finally {
      yield release(context.key);
    }
  },

  *view(context) {
    return yield read(context.key);
  },
};
