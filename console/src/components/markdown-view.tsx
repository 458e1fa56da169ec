import type {ReactNode} from 'react';
import ReactMarkdown, {type Components, defaultUrlTransform} from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import {Code} from './code.tsx';
import type {MarkdownProps} from './markdown.tsx';
import classes from './markdown.module.css';
import {Mermaid} from './mermaid.tsx';
import {OutsideLink} from './outside-link.tsx';

type Parts = {children?: ReactNode};

/** Markdown as elements. Loaded on demand: its parser is large. */
export function MarkdownView({text, headingLevel = 3, isInline = false}: MarkdownProps) {
  return (
    <Frame isInline={isInline}>
      <ReactMarkdown
        remarkPlugins={[remarkGfm, remarkTags, [remarkLevels, headingLevel]]}
        rehypePlugins={[rehypeSanitize]}
        urlTransform={defaultUrlTransform}
        components={isInline ? INLINE_PARTS : PARTS}
      >
        {text}
      </ReactMarkdown>
    </Frame>
  );
}

const Frame = ({isInline, children}: {isInline: boolean; children: ReactNode}) =>
  isInline ? (
    <span className={classes['inline']}>{children}</span>
  ) : (
    <div className={classes['text']}>{children}</div>
  );

const Image = ({src, alt}: {src?: unknown; alt?: string | undefined}) => (
  <OutsideLink href={src}>{alt?.trim() ? `Image: ${alt}` : 'Image'}</OutsideLink>
);

const PARTS: Components = {
  a: ({href, children}) => <OutsideLink href={href}>{children}</OutsideLink>,
  // Never loaded: whoever wrote the text would learn who reads it.
  img: ({src, alt}) => <Image src={src} alt={alt} />,
  input: ({checked}) => (
    <span role="img" aria-label={checked ? 'Done: ' : 'To do: '}>
      {checked ? '☑ ' : '☐ '}
    </span>
  ),
  table: ({children}) => (
    <div className={classes['scroll']} role="group" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
  pre: ({children}) => <>{children}</>,
  code: ({className, children}) => {
    const language = /language-(?<name>[^\s]+)/.exec(className ?? '')?.groups?.['name'];
    const code = textOf(children);
    // Only a block ends with a line break, or names a language.
    if (language === undefined && !code.endsWith('\n')) return <code>{children}</code>;
    if (language === 'mermaid') return <Mermaid text={code} />;
    return <Code code={code.replace(/\n$/, '')} {...(language !== undefined && {language})} />;
  },
};

const Nothing = ({children}: Parts) => <>{children} </>;

/** What would break a line, or nest what may not be nested in a label. */
const BLOCKS = [
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'li',
  'blockquote',
  'hr',
  'table',
  'section',
  'div',
];
const INLINE_PARTS: Components = {...PARTS, ...Object.fromEntries(BLOCKS.map(tag => [tag, Nothing]))};

type Node = {type: string; depth?: number; children?: Node[]};

/** Tags are words: a lesson on HTML may name one without marking it as code, and what is read must be what is stored. */
const remarkTags = () => (tree: Node) => {
  const inside = (node: Node) => {
    if (node.type === 'html') node.type = 'text';
    node.children?.forEach(inside);
  };
  inside(tree);
};

/** The text's own levels go on where the page's end, whichever is its largest. */
const remarkLevels = (level: number) => (tree: Node) => {
  const headings = (tree.children ?? []).filter(({type}) => type === 'heading');
  const largest = Math.min(...headings.map(({depth = 1}) => depth));
  for (const heading of headings) heading.depth = Math.min(6, (heading.depth ?? 1) - largest + level);
};

function textOf(children: ReactNode): string {
  if (typeof children === 'string') return children;
  return Array.isArray(children) ? children.map(textOf).join('') : '';
}
