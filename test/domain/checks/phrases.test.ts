import {describe, expect, test} from 'vitest';
import {draftTexts} from '../../../domain/checks/draft-texts.ts';
import {checkPhrases, checkUnwritten} from '../../../domain/checks/phrases.ts';

const prose = (text: string) => draftTexts({study_guide: text});
const code = (text: string) => draftTexts({solution: text});
const kinds = (findings: {check: string; severity: string}[]) =>
  findings.map(({check, severity}) => `${check} ${severity}`);

describe('phrases', () => {
  test.each([
    ['apology', "I'm sorry, but there was a problem generating it."],
    ['apology', 'I apologize for the confusion in the text.'],
    ['apology', 'We’re sorry that the quiz was not finished.'],
    ['apology', 'We are so sorry: no answer was found.'],
    ['apology', 'My apologies for the confusion.'],
    ['apology', 'Please accept our sincere apologies for this draft.'],
    ['apology', 'Sorry, this exercise could not be finished.'],
    ['apology', 'Use grid. (Apologies for that mistake.)'],
    ['apology', 'Apologies, the previous number was wrong.'],
    ['refusal', 'As an AI, I have no opinion on tabs.'],
    ['refusal', 'As an AI language model my view is limited.'],
    ['refusal', 'As a large language model I know Python.'],
    ['refusal', 'As a language model, I know Python.'],
    ['refusal', 'I can’t provide that.'],
    ['refusal', 'I’m not able to comply.'],
    ['refusal', 'I can not provide that.'],
    ['refusal', 'I am unable to generate content.'],
    ['refusal', 'I will not fulfil it.'],
    ['refusal', 'I cannot create a lesson about this.'],
    ['refusal', "I won't write instructions for that."],
    ['refusal', "I can't help you with this."],
    ['refusal', 'I cannot assist with that.'],
    ['refusal', 'I must respectfully decline.'],
    ['refusal', 'As of my last knowledge update, this was new.'],
    ['refusal', 'That lies beyond my knowledge cutoff.'],
    ['refusal', 'My guidelines do not allow it.'],
    ['placeholder', 'Lorem ipsum dolor sit amet.'],
    ['placeholder', '[Insert an explanation here]'],
    ['placeholder', 'What is [topic] good for?'],
    ['placeholder', 'Welcome to [the lesson title].'],
    ['placeholder', 'Welcome to {{ step_title }}.'],
    ['placeholder', 'This is about {{topic}}.'],
    ['placeholder', 'The content goes here.'],
    ['placeholder', 'First line\n[Your description will go here]\nLast line'],
    ['placeholder', 'This section will be added later.'],
    ['placeholder', 'This is a placeholder lesson.'],
    ['placeholder', 'A placeholder for this lesson'],
    ['placeholder', 'The lesson could not be generated.'],
    ['placeholder', "Lesson content can't be loaded."],
    ['placeholder', 'This content is currently unavailable'],
    ['placeholder', 'Your lesson is being generated'],
    ['placeholder', 'Failed to generate lesson.'],
  ])('%s: %s', (check, text) => {
    expect(kinds(checkPhrases(prose(text)))).toEqual([`${check} error`]);
  });

  test.each([
    'Use the `placeholder` attribute for placeholder text in a form field.',
    'Print "Sorry, try again" when the guess is wrong.',
    'A sorry sight: the previous answers are gone.',
    'A function cannot create a variable outside of its scope.',
    'Large language models predict the next token.',
    'As an AI engineer, I test prompts. As an AI product grows, so do its bills.',
    'As a language model, GPT-2 predicts tokens.',
    "If you can't write a test, the design is too tangled.",
    "I can't create a branch with that name.",
    'In the sketch, the content goes here, between two columns.',
    'While content is being generated, show the old one; mixed content cannot be loaded.',
    'Write {{ name }} in Jinja, and [options] in a usage line.',
    'Read more on that [topic](#more).',
  ])('lets a lesson say: %s', text => {
    expect(checkPhrases(prose(text))).toEqual([]);
  });

  test.each(['"%"', '“%”', '«%»'])('what stands in %s is quoted', marks => {
    const quoted = marks.replace('%', 'I cannot help with that.');
    expect(checkPhrases(prose(`A bot said ${quoted} twice.`))).toEqual([]);
  });

  test('a quotation ends with its line', () => {
    const text = 'The board is 5" wide.\nI cannot help with that.\nAnother is 6" wide.';
    expect(kinds(checkPhrases(prose(text)))).toEqual(['refusal error']);
  });

  test('does not look into code', () => {
    expect(checkPhrases(code('print("I cannot create a lesson")'))).toEqual([]);
    expect(checkPhrases(prose('Print it:\n```\nI cannot create a lesson\n```\n'))).toEqual([]);
  });
});

describe('what was never written', () => {
  test.each([
    'TODO',
    'tbd.',
    'TBA',
    '...',
    'N/A',
    'Placeholder',
    'Coming soon!',
    '(To be written)',
    'Same as above.',
    'null',
    'None',
  ])('%s alone', text => {
    expect(kinds(checkUnwritten(prose(text)))).toEqual(['placeholder error']);
  });

  test.each([
    '// TODO: write the loop',
    '# Your code here\n',
    '/* write your answer here */',
    '...',
    '# ...\n\npass',
    '-- …',
  ])('code of %j', text => {
    expect(kinds(checkUnwritten(code(text)))).toEqual(['placeholder error']);
    expect(kinds(checkUnwritten(draftTexts({code: text})))).toEqual(['placeholder error']);
    expect(checkUnwritten(draftTexts({starter_code: text}))).toEqual([]);
  });

  test('any line of code makes it code', () => {
    expect(checkUnwritten(code('x = 1  # TODO: more\n...'))).toEqual([]);
    expect(checkUnwritten(code('{}'))).toEqual([]);
  });

  test('what is blank or long is not looked at here', () => {
    expect(checkUnwritten(code(' \n'))).toEqual([]);
    expect(checkUnwritten(prose('.'.repeat(200)))).toEqual([]);
  });

  test('the same may be the answer of a question, an idea, or the beginning of a sentence', () => {
    expect(checkUnwritten(draftTexts({options: ['...', 'TODO', 'null'], key_concepts: ['null']}))).toEqual(
      [],
    );
    expect(checkUnwritten(prose('TODO comments mark what is left to do.'))).toEqual([]);
  });
});

test.each([
  'This content could not be loaded.',
  'Lesson content is currently unavailable.',
  'The answer will go here.',
  'I’m not able to provide this.',
  'My training cut-off is 2024.',
])('is found in either place of its sign: %s', text => {
  expect(checkPhrases(draftTexts({study_guide: text}))).toHaveLength(1);
});
