export type LanguageName = 'python' | 'javascript' | 'typescript' | 'sql' | 'bash' | 'go' | 'yaml';

type Sign = readonly [LanguageName, RegExp];

// A language that is named decides before anything that is merely often done in one.
const NAMES: readonly Sign[] = [
  ['typescript', /\btypescript\b/i],
  ['javascript', /\b(javascript|node\.?js)\b/i],
  ['python', /\bpython\b/i],
  // Not any "go" in a sentence.
  ['go', /\bGo\b|\bgolang\b/],
  ['sql', /\b(sql|postgres(ql)?|mysql|sqlite)\b/i],
  ['bash', /\b(bash|shell)\b/i],
  ['yaml', /\b(kubernetes|k8s|yaml)\b/i],
];

const TOPICS: readonly Sign[] = [
  ['typescript', /\bangular\b/i],
  ['yaml', /\b(pods?|deployments?|helm|manifests?|ansible|github actions)\b/i],
  ['bash', /\b(git|linux|command line|terminal|docker|containers?|images|ssh|unix|curl)\b/i],
  ['go', /\bgoroutines?\b/i],
  ['sql', /\b(databases?|joins?|quer(y|ies)|normali[sz]ation)\b/i],
  [
    'javascript',
    /\b(react|node|vue|svelte|html|css|dom|browser|npm|frontend|front-end|https?|rest|apis?|web)\b/i,
  ],
  ['python', /\b(pandas|numpy|data|machine learning|statistics|django|flask)\b/i],
];

/**
 * The language that a lesson's code is in. A name in its own title decides, then one in its roadmap's title or category,
 * then in the same order what is usually done in a language.
 */
export function pickLanguage(stepTitle: string, roadmapTitle: string, category: string): LanguageName {
  const texts = [stepTitle, roadmapTitle, category];
  for (const signs of [NAMES, TOPICS]) {
    for (const text of texts) {
      const sign = signs.find(([, pattern]) => pattern.test(text));
      if (sign !== undefined) return sign[0];
    }
  }
  return 'python';
}
