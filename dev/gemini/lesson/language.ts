export type LanguageName = 'python' | 'javascript' | 'typescript' | 'sql' | 'bash' | 'go' | 'yaml';

const SIGNS: readonly (readonly [LanguageName, RegExp])[] = [
  ['typescript', /\btypescript\b|\bangular\b/i],
  [
    'javascript',
    /\b(javascript|react|node(\.?js)?|vue|svelte|html|css|dom|browser|npm|frontend|front-end|http|rest|api|web)\b/i,
  ],
  ['sql', /\b(sql|postgres(ql)?|mysql|sqlite|databases?|joins?|quer(y|ies)|normali[sz]ation)\b/i],
  [
    'yaml',
    /\b(kubernetes|k8s|pods?|deployments?|helm|manifests?|compose|ansible|github actions|ci\/cd|yaml)\b/i,
  ],
  ['bash', /\b(git|linux|bash|shell|command line|terminal|docker|containers?|images|ssh|unix)\b/i],
  ['go', /\b(go|golang|goroutines?)\b/i],
  ['python', /\b(python|pandas|numpy|data|machine learning|statistics|django|flask)\b/i],
];

/** The language that a lesson's code is in: its own title decides, then its roadmap's, then the category. */
export function pickLanguage(stepTitle: string, roadmapTitle: string, category: string): LanguageName {
  for (const text of [stepTitle, roadmapTitle, category]) {
    const sign = SIGNS.find(([, pattern]) => pattern.test(text));
    if (sign !== undefined) return sign[0];
  }
  return 'python';
}
