import type {Finding} from '../findings.ts';
import {REQUEST_CLOSES, REQUEST_OPENS, systemPrompt} from '../prompts/index.ts';
import {STYLES} from '../styles.ts';
import {excerpt, type DraftText} from './draft-texts.ts';

/**
 * What no lesson says of itself. Each pattern needs more than a word that a lesson may teach: "placeholder" is an
 * attribute of HTML, an exercise may print "Sorry", and a lesson on prompts speaks of models.
 */
const PHRASES: readonly {check: string; what: string; pattern: RegExp}[] = [
  {
    check: 'apology',
    what: 'an apology',
    pattern:
      /\b(?:i(?:'m| am|’m) (?:very |so |truly )?sorry|i apologi[sz]e|my apologies)\b[^.\n]{0,80}\b(?:generat|creat|provid|produc|writ|complet|lesson|content|request|answer|error|confusion)/i,
  },
  {
    check: 'refusal',
    what: 'a refusal',
    pattern:
      /\b(?:as an ai\b|as a (?:large )?language model\b|i(?:'m|’m| am) (?:unable|not able) to (?:generate|create|provide|produce|write|help|assist|complete|fulfil)|i (?:cannot|can't|can’t|can not|won't|will not) (?:generate|create|provide|produce|write|help|assist|complete|fulfil))/i,
  },
  {
    check: 'placeholder',
    what: 'a placeholder',
    pattern:
      /\blorem ipsum dolor\b|\[(?:insert|your|add)\b[^\]\n]{0,60}\b(?:here|text|content|explanation|description|answer)\]|\b(?:content|text|description|explanation|lesson|answer|question) (?:goes|comes|will go|to be added) here\b|\bplaceholder (?:lesson|for (?:the|this) lesson)\b|\b(?:lesson|content) (?:could not|cannot|couldn't|can't) be (?:generated|created|loaded)\b|\b(?:lesson|content) (?:is )?(?:currently )?(?:being generated|unavailable)\b|\bfailed to generate (?:the |this |a |your )?(?:lesson|content)\b/i,
  },
];

/** Fields that hold nothing but one of these were never written. Not quiz options: `...` may be the right answer. */
const UNWRITTEN = /^\W*(?:todo|tbd|tba|n\/a|placeholder|lorem ipsum|\.{3}|…)\W*$/i;

const MAX_UNWRITTEN_CHARS = 40;

const LEAK_CHARS = 60;

/** The fence and the beginning of each longer line of our own prompts: nothing that a lesson would say by chance. */
const PROMPT_MARKS: readonly string[] = [
  REQUEST_OPENS,
  REQUEST_CLOSES,
  ...new Set(
    STYLES.flatMap(style => systemPrompt(style).split('\n'))
      .filter(line => line.length >= LEAK_CHARS)
      .map(line => line.slice(0, LEAK_CHARS)),
  ),
];

export function checkPhrases(texts: readonly DraftText[]): Finding[] {
  return texts.flatMap(({path, prose}) =>
    PHRASES.flatMap(({check, what, pattern}): Finding[] => {
      const found = pattern.exec(prose);
      return found === null
        ? []
        : [{check, severity: 'error', message: `${path} contains ${what}: "${excerpt(found[0])}".`}];
    }),
  );
}

export function checkUnwritten(texts: readonly DraftText[]): Finding[] {
  return texts
    .filter(
      ({key, isCode, text}) =>
        !isCode && key !== 'options' && text.length <= MAX_UNWRITTEN_CHARS && UNWRITTEN.test(text),
    )
    .map(({path, text}) => ({
      check: 'placeholder',
      severity: 'error',
      message: `${path} was never written: "${excerpt(text)}".`,
    }));
}

export function checkPromptLeak(texts: readonly DraftText[]): Finding[] {
  return texts.flatMap(({path, text}): Finding[] => {
    const mark = PROMPT_MARKS.find(one => text.includes(one));
    return mark === undefined
      ? []
      : [{check: 'prompt-leak', severity: 'error', message: `${path} repeats the prompt: "${mark}".`}];
  });
}
