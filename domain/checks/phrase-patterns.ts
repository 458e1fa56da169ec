/**
 * What a draft says of itself that no lesson says. Each pattern needs more than a word that a lesson may teach:
 * "placeholder" is an attribute of HTML, an exercise may print "Sorry", and a lesson on prompts speaks of models.
 */
type Phrase = {
  check: string;
  what: string;
  /** What stands in whatever the pattern finds, and in hardly any text of a lesson: quicker to look for. */
  sign: RegExp;
  pattern: RegExp;
};

/** What a draft would call itself or a part of it. */
const PART =
  '(?:lessons?|content|section|exercises?|explanation|examples?|quiz|questions?|topic|material|request|response|' +
  'answers?|version|draft|inconvenience|confusion|errors?|mistakes?|oversight)';

const CANNOT = `\\bi(?:['’]m| am) (?:unable|not able) to|\\bi (?:cannot|can['’]?t|can not|won['’]t|will not)`;

/** The beginning of a sentence, with a few signs before its first word. */
const START = '(?:^|[.!?:]\\s+|\\n)[^\\w\\n]{0,9}';

export const PHRASES: readonly Phrase[] = [
  {
    check: 'apology',
    what: 'an apology',
    sign: /sorry|apolog/i,
    pattern: anyOf(
      `\\b(?:i|we)(?:['’](?:m|re)| am| are)? (?:\\w+ )?(?:sorry|apologi[sz]e)\\b[^.\\n]{0,80}\\b(?:${PART}|(?:generat|creat|provid|produc|writ|complet)\\w*)\\b`,
      `\\b(?:my|our) (?:sincere )?apologies\\b[^.\\n]{0,80}\\b${PART}\\b`,
      `${START}(?:sorry|apologies)\\b[^.\\n]{0,80}\\b(?:this|that|the|for) (?:\\w+ )?${PART}\\b`,
      `${START}(?:sorry|apologies)\\b[^.\\n]{0,80}\\b(?:previous|earlier) \\w+`,
    ),
  },
  {
    check: 'refusal',
    what: 'a refusal',
    sign: /\b(?:i(?:['’]m (?:un|not )able| am (?:un|not )able| can| won| will not| must| have to| need to)|my (?:last|know|train|guide|prog|poli)|as an? (?:ai|large|lang))/i,
    pattern: anyOf(
      `\\bas (?:an ai(?: (?:language )?(?:model|assistant|system|tool))?|a (?:large )?language model),? (?:i|my)\\b`,
      `(?:${CANNOT}) (?:provide|fulfil|comply|generate)\\b`,
      `(?:${CANNOT}) (?:create|produce|write|complete|share|offer|give)\\b[^.\\n]{0,40}\\b(?:${PART}|information|instructions)\\b`,
      `(?:${CANNOT}) (?:help|assist)(?: you)? with (?:this|that|the|your)\\b`,
      `\\bi (?:must|have to|need to)(?: \\w+)? decline\\b`,
      `\\bmy (?:last (?:knowledge )?(?:update|training)|knowledge cut-?off|training cut-?off)\\b`,
      `\\bmy (?:guidelines|programming|policies) (?:do|don['’]t|prevent|forbid|prohibit)\\b`,
    ),
  },
  {
    check: 'placeholder',
    what: 'a placeholder',
    sign: /lorem|\[(?:insert|your|add|the|topic|subject|step|lesson)|\{\{|(?:go|come|goes|comes|added) here|be (?:added|written|completed|filled)|placeholder|(?:this|your|the) lesson|(?:this|lesson) content|failed to/i,
    pattern: anyOf(
      `\\blorem ipsum dolor\\b`,
      `\\[(?:insert|your|add)\\b[^\\]\\n]{0,60}\\b(?:here|text|content|explanation|description|answer)\\]`,
      `\\[(?:the )?(?:topic|subject|step|lesson)(?: (?:name|title))?\\](?!\\()`,
      `\\{\\{ ?(?:step_?title|step_?description|lesson_?(?:number|title)|roadmap_?title|topic|subject) ?\\}\\}`,
      `(?:^|\\n)[^\\w\\n]*(?:the |your |an? )?(?:content|text|description|explanation|lesson|answer|question)\\b(?: \\w+)? (?:goes|comes|will go|to be added) here\\W*(?:$|\\n)`,
      `\\b(?:this|the) (?:section|part|lesson|example|chapter) (?:will|is to) be (?:added|written|completed|filled in) (?:later|soon)\\b`,
      `\\bplaceholder (?:lesson|for (?:the|this) lesson)\\b`,
      `\\b(?:(?:this|the|your) lesson|(?:this|lesson) content) (?:could not|cannot|couldn['’]t|can['’]t) be (?:generated|created|loaded)\\b`,
      `\\b(?:(?:this|the|your) lesson|(?:this|lesson) content) (?:is )?(?:currently |temporarily )?(?:being generated|(?:un|not )available)\\b`,
      `\\bfailed to generate (?:the |this |a |your )?(?:lesson|content)\\b`,
    ),
  },
];

/** A field that holds nothing but one of these was never written. */
export const UNWRITTEN =
  /^\W*(?:todo|tbd|tba|n\/a|placeholder|lorem ipsum|coming soon|to be (?:written|added|completed|determined|announced|done)|(?:same as|see) above|\.{3}|…)\W*$/i;

/** The same, unless the field names an idea of a language: `None`, `null`. */
export const UNWRITTEN_VALUE = /^(?:null|none|undefined|string)$/i;

/** A line of code that only says that code is missing, with or without a sign for a comment before it. */
export const UNWRITTEN_CODE =
  /^\s*$|^\W*(?:todo\b.*|(?:(?:write|add|put) )?your (?:code|solution|answer)\b.*|pass|\.{3}|…)\W*$/i;

function anyOf(...patterns: string[]): RegExp {
  return new RegExp(patterns.join('|'), 'i');
}
