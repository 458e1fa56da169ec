/** Why a diagram is not drawn, in words for a person; or its text as it may be drawn. */
export type Drawable = {kind: 'text'; text: string} | {kind: 'refused'; why: string};

/** What lessons are told to use, and what others might. Others can load images, icons and fonts. */
const KINDS =
  /^(?:flowchart(?:-elk)?|graph|sequenceDiagram|classDiagram(?:-v2)?|erDiagram|stateDiagram(?:-v2)?|gantt|pie|mindmap|timeline|journey|gitGraph|quadrantChart)\b/;

const MAX_CHARACTERS = 20_000;

/** The whole beginning with settings of its own, which could change how strictly the text is read. */
const FRONT_MATTER = /^\s*---\n[\s\S]*?\n\s*---\s*(?:\n|$)/;
const COMMENT = /%%[^\n]*/g;
const DIRECTIVE = /%%\{[\s\S]*?\}%%/g;
/** Links and calls on a click. In a picture none works, but their addresses are looked at while it is drawn. */
const ACTION = /^\s*(?:click|callback|links?|href|properties|details)\s[^\n]*$/gm;
/** Shapes that are images or icons from somewhere. */
const ATTRIBUTES = /@\{[^}]*\}/g;
/** A style may name what is to be loaded. */
const LOADING = /url\s*\(|@import|image-set\s*\(|\\/i;
/** `<<interface>>` is a word of class diagrams, `<br/>` a line break of labels: neither has room for an attribute. */
const KNOWN_TAGS = /<<[\w -]+>>|<br\s*\/?>/gi;
/** What a browser would read as the beginning of a tag, also where the library decodes it first. */
const TAG = /<(?=[a-z/!?])|&(?:lt|#0*60|#x0*3c);?|#(?:lt|0*60|x0*3c);/gi;
const STYLE = /^\s*(?:style|classDef|linkStyle|cssClass)\s[^\n]*$/gm;

/** Takes out of a diagram's text what does more than draw. */
export function drawable(source: string): Drawable {
  if (source.length > MAX_CHARACTERS)
    return {kind: 'refused', why: `It is longer than ${MAX_CHARACTERS} characters.`};
  const text = source
    .replaceAll('\r\n', '\n')
    .replace(FRONT_MATTER, '')
    .replace(DIRECTIVE, '')
    .replace(COMMENT, '')
    .replace(ATTRIBUTES, '')
    .replace(ACTION, '')
    .replace(STYLE, line => (LOADING.test(line) ? '' : line))
    .trim();
  const plain = withoutTags(text);
  if (text === '') return {kind: 'refused', why: 'It is empty.'};
  if (!KINDS.test(text))
    return {
      kind: 'refused',
      why: `A diagram of the kind "${text.split(/\s/, 1)[0]?.slice(0, 40)}" is not drawn here.`,
    };
  return {kind: 'text', text: plain};
}

/**
 * While the library measures labels it makes elements of what looks like HTML in them, handlers and all, whatever its
 * settings: only the policy of the page kept those from running. A label shows a similar sign instead.
 */
function withoutTags(text: string): string {
  const kept = [...text.matchAll(KNOWN_TAGS)].map(([tag]) => tag);
  const parts = text.split(KNOWN_TAGS).map(part => part.replace(TAG, '‹'));
  return parts.map((part, place) => `${part}${kept[place] ?? ''}`).join('');
}

/** A picture of a diagram: its address, and how large it is meant to be. */
export type Picture = {address: string; width: number; height: number};

/** A drawing as the address of an image: in one, nothing runs, loads or leads anywhere. */
export function pictureOf(svg: string): Picture {
  const [, width = '600', height = '400'] =
    /viewBox="[-\d.]+ [-\d.]+ (?<width>[\d.]+) (?<height>[\d.]+)"/.exec(svg) ?? [];
  return {
    address: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg.toWellFormed())}`,
    width: Math.ceil(Number(width)),
    height: Math.ceil(Number(height)),
  };
}
