import { gatePage } from '../page/gate.js';
import type { Reporter } from './reporter.js';

export const html: Reporter = {
  name: 'html',
  says: 'a page for a room',
  isPage: true,
  report: (gate, _style, _verbose, experiment) => gatePage(gate, experiment),
};
