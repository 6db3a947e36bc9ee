import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** What is written for people only: no rule of a room hangs on its wording. */
const PROSE = new Set([
  'says',
  'about',
  'label',
  'when',
  'summary',
  'problem',
  'remedy',
  'oneForm',
]);

/** Leaves out mutants of texts for people, by the names of the properties that hold them. */
const ignorer = {
  shouldIgnore({ node, parent }) {
    const text = node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
    return text && parent?.type === 'ObjectProperty' && PROSE.has(parent.key.name)
      ? 'a text for people'
      : undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'prose', ignorer)];
