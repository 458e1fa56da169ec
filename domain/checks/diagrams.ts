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
  const fenced = draftTexts(answer).flatMap(({path, fences}) =>
    fences
      .filter(({info}) => /^mermaid\b/i.test(info))
      .map(({code}, index): DiagramSource => ({
        path: `${path}, Mermaid block ${index + 1}`,
        type: null,
        code,
      })),
  );
  const firstOfCode = new Map(fenced.toReversed().map(diagram => [diagram.code, diagram]));
  return [...declared, ...fenced.filter(diagram => firstOfCode.get(diagram.code) === diagram)];
}
