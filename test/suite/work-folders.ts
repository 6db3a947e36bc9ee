import { afterAll } from 'vitest';
import { removeWorkFolders } from '../cli/latsim.js';

// Run for each test file, unlike a module, which files may share.
afterAll(removeWorkFolders);
