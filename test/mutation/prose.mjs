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

/** The name of the property or the constant that a value is given to. */
const nameOf = (parent) =>
  parent?.type === 'ObjectProperty'
    ? parent.key.name
    : parent?.type === 'VariableDeclarator'
      ? parent.id.name
      : undefined;

/** Leaves out mutants of texts for people, by the names of what holds them. */
const ignorer = {
  shouldIgnore({ node, parent }) {
    const text = node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
    return text && PROSE.has(nameOf(parent)) ? 'a text for people' : undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'prose', ignorer)];
