import {Window} from 'happy-dom';

type Mermaid = (typeof import('mermaid'))['default'];

/** Mermaid's parser: a diagram's type by its own name. @throws what Mermaid throws where the code does not parse */
export type ParseDiagram = (code: string) => Promise<string>;

/**
 * Loads Mermaid, as strict as it can be. It sets globals of a browser (happy-dom, which by default loads nothing from
 * elsewhere and runs no scripts): to be called in a thread of its own.
 */
export async function loadMermaid(): Promise<ParseDiagram> {
  const window = new Window();
  // Nothing is drawn, so nothing needs cleaning: DOMPurify hands texts through where it cannot make a document. That
  // takes away two thirds of a diagram's time (3.5 of 5.6 ms in the pipeline).
  Object.defineProperty(window.document, 'implementation', {value: {}});
  // Before the import: Mermaid looks for them as it loads.
  Object.assign(globalThis, {window, document: window.document});
  // One file instead of some hundred: 0.1 s instead of 1 s. It has no types of its own.
  const {default: mermaid} = (await import(
    import.meta.resolve('mermaid/dist/mermaid.esm.min.mjs')
  )) as typeof import('mermaid');
  mermaid.initialize({securityLevel: 'strict', startOnLoad: false, logLevel: 'fatal'});
  return withoutLooks(mermaid);
}

/** What a parser may have to heed; everything else says how a diagram looks. */
const NEEDED = new Set(['secure', 'securityLevel', 'maxTextSize', 'maxEdges', 'startOnLoad', 'logLevel']);

/** The types that lessons have: their parsers ask for no looks. Some others do, and as soon as they are loaded. */
const USUAL = /^\s*(?:flowchart|graph|sequenceDiagram|classDiagram|stateDiagram|erDiagram)\b/;

/**
 * Mermaid copies its whole configuration whenever it looks something up in it, some fifteen times a diagram. Without
 * colours, fonts and distances a usual diagram is read in 0.7 ms instead of 9 ms, and 2,700 diagrams, half of them
 * broken, got the same verdicts.
 */
function withoutLooks(mermaid: Mermaid): ParseDiagram {
  // The only way to the object itself: every other one gives a copy.
  const configuration = mermaid.mermaidAPI.updateSiteConfig({}) as Record<string, unknown>;
  const looks = Object.fromEntries(Object.entries(configuration).filter(([name]) => !NEEDED.has(name)));
  const parse = async (code: string) => (await mermaid.parse(code)).diagramType;
  const drop = () => {
    for (const name of Object.keys(looks)) delete configuration[name];
  };

  async function parseWithLooks(code: string): Promise<string> {
    Object.assign(configuration, looks);
    try {
      return await parse(code);
    } finally {
      drop();
    }
  }

  drop();
  return code => (USUAL.test(code) ? parse(code) : parseWithLooks(code));
}
