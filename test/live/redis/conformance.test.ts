import { describe, it } from 'vitest';
import { inProcess } from '../../../src/model/stores/in-process.js';
import { remote } from '../../../src/model/stores/remote.js';
import { snapshot } from '../../../src/model/stores/snapshot.js';
import { tiered } from '../../../src/model/stores/tiered.js';
import { modelled } from './bench.js';
import { alike, conforms } from './conformance.js';

const shared = { refreshes: true, copies: true, grantsLeases: true };

describe.each([remote, tiered(600), snapshot(5)])('the modelled store $kind', (model) => {
  conforms(async () => modelled(model), shared);
});

describe('the modelled store in-process', () => {
  conforms(async () => modelled(inProcess), {
    refreshes: false,
    copies: false,
    grantsLeases: false,
  });
});

it('a read past all memories of a tiered store is one of a remote store, after any effects', () =>
  alike(
    async () => modelled(remote),
    async () => modelled(tiered(600)),
    100,
  ));
