import type { Problem } from '../../text/problems.js';
import { problemAt, type Source } from '../../text/tree.js';
import { masked } from '../mask.js';

/** What stands in a text where something is to be filled in, by the tools that people use. */
const MARK = /\{\{|\{%|<%|\$\{\{/g;
/** Where Helm does. */
const HELM =
  /\{\{-?\s*(?:\.(?:Values|Release|Chart|Files)|include\b|toYaml\b|tpl\b|if\b|with\b|range\b|end\b|define\b)/;

/** Where a text is to be filled in first, from a place on; undefined: nowhere. */
export function templateAt(text: string, from = 0): number | undefined {
  MARK.lastIndex = from;
  return MARK.exec(text)?.index;
}

/** The problem with a text that is to be filled in first; undefined: it is none of that kind. */
export function templateProblem(source: Source): Problem | undefined {
  const offset = templateAt(source.text);
  if (offset === undefined) return undefined;
  const mark = source.text.startsWith('{{', offset) ? '{{ ... }}' : '{% ... %}';
  return masked(
    problemAt(
      { source, offset },
      `this is a template (${mark}), render it first`,
      HELM.test(source.text)
        ? 'import what "helm template RELEASE CHART -f values.yaml" prints'
        : 'import what your tool (Helm, Ansible, Jinja, ...) makes of it',
    ),
  );
}
