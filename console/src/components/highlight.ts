import {createHighlighterCore, type HighlighterCore, type LanguageInput} from 'shiki/core';
import {createJavaScriptRegexEngine} from 'shiki/engine/javascript';

/** A piece of code with its colour on a light and on a dark ground, as #rrggbb. */
export type CodeToken = {text: string; light: string; dark: string};

/** Of high contrast: the others have comments below 4.5 : 1 on a grey ground. */
const LIGHT = 'github-light-high-contrast';
const DARK = 'github-dark-high-contrast';

/** What lessons are written about, each loaded when it is first shown. */
const LANGUAGES: Record<string, () => LanguageInput> = {
  bash: () => import('shiki/langs/bash.mjs'),
  c: () => import('shiki/langs/c.mjs'),
  cpp: () => import('shiki/langs/cpp.mjs'),
  csharp: () => import('shiki/langs/csharp.mjs'),
  css: () => import('shiki/langs/css.mjs'),
  diff: () => import('shiki/langs/diff.mjs'),
  docker: () => import('shiki/langs/docker.mjs'),
  go: () => import('shiki/langs/go.mjs'),
  graphql: () => import('shiki/langs/graphql.mjs'),
  html: () => import('shiki/langs/html.mjs'),
  http: () => import('shiki/langs/http.mjs'),
  ini: () => import('shiki/langs/ini.mjs'),
  java: () => import('shiki/langs/java.mjs'),
  javascript: () => import('shiki/langs/javascript.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  jsx: () => import('shiki/langs/jsx.mjs'),
  kotlin: () => import('shiki/langs/kotlin.mjs'),
  make: () => import('shiki/langs/make.mjs'),
  nginx: () => import('shiki/langs/nginx.mjs'),
  php: () => import('shiki/langs/php.mjs'),
  powershell: () => import('shiki/langs/powershell.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  r: () => import('shiki/langs/r.mjs'),
  ruby: () => import('shiki/langs/ruby.mjs'),
  rust: () => import('shiki/langs/rust.mjs'),
  sql: () => import('shiki/langs/sql.mjs'),
  swift: () => import('shiki/langs/swift.mjs'),
  toml: () => import('shiki/langs/toml.mjs'),
  tsx: () => import('shiki/langs/tsx.mjs'),
  typescript: () => import('shiki/langs/typescript.mjs'),
  xml: () => import('shiki/langs/xml.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
};

/** What models call them. */
const ALIASES: Record<string, string> = {
  'c#': 'csharp',
  'c++': 'cpp',
  cjs: 'javascript',
  console: 'bash',
  cs: 'csharp',
  dockerfile: 'docker',
  golang: 'go',
  htm: 'html',
  js: 'javascript',
  kt: 'kotlin',
  makefile: 'make',
  mjs: 'javascript',
  postgres: 'sql',
  postgresql: 'sql',
  ps1: 'powershell',
  py: 'python',
  python3: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  'shell-session': 'bash',
  ts: 'typescript',
  yml: 'yaml',
  zsh: 'bash',
};

/** Slow patterns end here, and the rest of the line stays plain. */
const MAX_LINE_CHARACTERS = 1_000;
const LINE_MS = 100;

let opening: Promise<HighlighterCore> | undefined;

/** The engine in JavaScript: the policy of the page compiles no WebAssembly. */
const highlighter = (): Promise<HighlighterCore> =>
  (opening ??= createHighlighterCore({
    themes: [
      import('shiki/themes/github-light-high-contrast.mjs'),
      import('shiki/themes/github-dark-high-contrast.mjs'),
    ],
    langs: [],
    engine: createJavaScriptRegexEngine({forgiving: true}),
  }));

/** The code in lines of coloured pieces; null where the language is not known. */
export async function highlight(code: string, language: string): Promise<CodeToken[][] | null> {
  const name = ALIASES[language] ?? language;
  const load = Object.hasOwn(LANGUAGES, name) ? LANGUAGES[name] : undefined;
  if (load === undefined) return null;
  const shiki = await highlighter();
  if (!shiki.getLoadedLanguages().includes(name)) await shiki.loadLanguage(load());
  const lines = shiki.codeToTokensWithThemes(code, {
    lang: name,
    themes: {light: LIGHT, dark: DARK},
    tokenizeMaxLineLength: MAX_LINE_CHARACTERS,
    tokenizeTimeLimit: LINE_MS,
  });
  return lines.map(line =>
    line.map(({content, variants}) => ({
      text: content,
      light: variants['light']?.color ?? 'inherit',
      dark: variants['dark']?.color ?? 'inherit',
    })),
  );
}
