import mermaid, {type MermaidConfig} from 'mermaid';
import {type Picture, pictureOf} from './mermaid-text.ts';

/** What a text may not set by itself. */
const KEPT = ['secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'maxEdges', 'suppressErrorRendering'];
const KEPT_LOOKS = [
  'htmlLabels',
  'theme',
  'themeCSS',
  'themeVariables',
  'fontFamily',
  'altFontFamily',
  'logLevel',
];

const config = (isDark: boolean): MermaidConfig => ({
  startOnLoad: false,
  securityLevel: 'strict',
  htmlLabels: false,
  secure: [...KEPT, ...KEPT_LOOKS],
  suppressErrorRendering: true,
  logLevel: 'fatal',
  theme: isDark ? 'dark' : 'default',
  // An image does not have the page's fonts: measured and drawn with the same one, labels fit.
  fontFamily: 'sans-serif',
  // Labels as text of the picture: HTML in it would be another document.
  flowchart: {htmlLabels: false, useMaxWidth: true},
  class: {htmlLabels: false},
});

let last: Promise<unknown> = Promise.resolve();
let drawnCount = 0;

/**
 * Draws a diagram, one after another: the theme belongs to the library, not to a diagram.
 *
 * @throws Error of the library where the text is no diagram
 */
export async function draw(text: string, {isDark}: {isDark: boolean}): Promise<Picture> {
  const drawing = last.then(async () => drawNow(text, isDark));
  last = drawing.catch(() => {});
  return drawing;
}

async function drawNow(text: string, isDark: boolean): Promise<Picture> {
  mermaid.initialize(config(isDark));
  await mermaid.parse(text);
  // Labels are measured while it is drawn: for that it must stand in the page, where nobody sees it.
  const place = document.createElement('div');
  place.ariaHidden = 'true';
  place.inert = true;
  Object.assign(place.style, {
    position: 'fixed',
    insetInlineStart: '-10000px',
    insetBlockStart: '0',
    width: '900px',
  });
  document.body.append(place);
  try {
    const {svg} = await mermaid.render(`drawing-${(drawnCount += 1)}`, text, place);
    return pictureOf(svg);
  } finally {
    place.remove();
  }
}
