import { read, sleep } from '../../../src/index.js';
import { faulty } from '../entry.js';

export default faulty(
  'waits for a flag that nobody sets',
  'endless-loop',
  { tasks: 1 },
  {
    *record() {
      while ((yield read('flag')) === undefined) yield sleep(0.1);
    },
  },
);
