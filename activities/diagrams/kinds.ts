/** Mermaid's names for the types that lessons have, by what it detects. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['flowchart-v2', 'flowchart'],
  ['classDiagram', 'class'],
  ['stateDiagram', 'state'],
]);

/** The type of a diagram in the words of a lesson; any other type by Mermaid's own name. */
export function diagramKind(mermaidType: string): string {
  return KINDS.get(mermaidType) ?? mermaidType;
}
