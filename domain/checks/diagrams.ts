import {z} from 'zod';
import {withoutFence} from '../content/index.ts';
import {draftTexts} from './draft-texts.ts';

/** A Mermaid diagram of an answer. */
export type DiagramSource = {
  /** For people: `diagrams[0].mermaid_code`, `content, Mermaid block 2`. */
  path: string;
  /** What the answer says that it is; null in Markdown, where any kind may stand. */
  type: string | null;
  code: string;
};

const Declared = z.object({type: z.string().nullable().catch(null), mermaid_code: z.string()});
const Answer = z.object({diagrams: z.array(Declared.nullable().catch(null))}).catch({diagrams: []});

/**
 * All diagrams of an answer, whether or not it fits its schema: those in `diagrams`, and the blocks named `mermaid` in
 * its texts. Each code once: the style `mixed` says its text twice.
 */
export function answerDiagrams(answer: unknown): DiagramSource[] {
  const declared = Answer.parse(answer).diagrams.flatMap((diagram, index): DiagramSource[] => {
    if (diagram === null) return [];
    const {type, mermaid_code: code} = diagram;
    return [{path: `diagrams[${index}].mermaid_code`, type, code: withoutFence(code)}];
  });
  const fenced = draftTexts(answer)
    .filter(({isCode}) => !isCode)
    .flatMap(({path, text}) =>
      mermaidBlocks(text).map((code, index): DiagramSource => ({
        path: `${path}, Mermaid block ${index + 1}`,
        type: null,
        code,
      })),
    );
  const firstOfCode = new Map(fenced.toReversed().map(diagram => [diagram.code, diagram]));
  return [...declared, ...fenced.filter(diagram => firstOfCode.get(diagram.code) === diagram)];
}

/** The blocks of a Markdown text that name `mermaid`; one that never closes is the finding of another check. */
function mermaidBlocks(text: string): string[] {
  const blocks: string[] = [];
  let open: {fence: string; isMermaid: boolean; lines: string[]} | null = null;
  for (const line of text.split('\n')) {
    const [, marker = '', info = ''] = /^\s*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open === null) {
      if (marker !== '' && !(marker.startsWith('`') && info.includes('`'))) {
        open = {fence: marker, isMermaid: /^\s*mermaid\b/i.test(info), lines: []};
      }
    } else if (marker.startsWith(open.fence) && info.trim() === '') {
      if (open.isMermaid) blocks.push(open.lines.join('\n'));
      open = null;
    } else {
      open.lines.push(line);
    }
  }
  return blocks;
}
