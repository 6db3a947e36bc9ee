import { sleep } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'says that it has recorded, and has not',
  'lost-update',
  { tasks: 1 },
  {
    *record() {
      yield sleep(0.1);
    },
  },
);
