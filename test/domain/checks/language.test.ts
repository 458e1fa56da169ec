import {expect, test} from 'vitest';
import {draftTexts} from '../../../domain/checks/draft-texts.ts';
import {checkLanguage} from '../../../domain/checks/language.ts';
import {sampleAnswers} from '../content/sample-answers.ts';

const check = (answer: unknown) => checkLanguage(draftTexts(answer));

const SPANISH =
  'Una variable es un nombre que apunta a un valor guardado en la memoria del ordenador. Cuando el programa encuentra ' +
  'ese nombre, busca el valor al que apunta y lo usa en su lugar. Por eso conviene elegir nombres claros: quien lea el ' +
  'programa dentro de un año debe entender qué guarda cada uno sin tener que mirar el resto del código. ';
const GERMAN =
  'Eine Variable ist ein Name, der auf einen Wert im Speicher des Rechners zeigt. Findet das Programm diesen Namen, so ' +
  'sucht es den Wert und verwendet ihn an dessen Stelle. Deshalb lohnt es sich, klare Namen zu wählen: Wer das Programm ' +
  'in einem Jahr liest, soll verstehen, was jeder von ihnen bedeutet, ohne den übrigen Text zu kennen. ';

test.each(['hands_on', 'video', 'reading', 'mixed'] as const)('an English %s lesson is left alone', style => {
  expect(check(sampleAnswers[style]())).toEqual([]);
});

test.each([
  ['Spanish', SPANISH],
  ['German', GERMAN],
  ['Russian', 'Переменная это имя, которое указывает на значение в памяти компьютера. '.repeat(6)],
  [
    'Japanese',
    '変数とは、コンピューターのメモリにある値を指す名前です。プログラムはその名前を見つけると値を探します。'.repeat(
      6,
    ),
  ],
])('one long field in %s is an error that names it', (_, text) => {
  const findings = check({...sampleAnswers.video(), study_guide: text.repeat(2)});
  expect(findings).toMatchObject([{check: 'language', severity: 'error'}]);
  expect(findings[0]?.message).toContain('study_guide');
});

test('words and names of other languages within English are no other language', () => {
  const text =
    'The German word "Schadenfreude" and the Spanish "mañana" are strings like any other: Zoë Müller and Bjørn ' +
    'Åkesson sort after Zach and Bob unless you ask for a collation. Try it with your own name, then with 東京. ';
  expect(check({content: text.repeat(3)})).toEqual([]);
});

test('code and short texts say nothing of the language', () => {
  expect(check({content: `\`\`\`text\n${SPANISH.repeat(3)}\n\`\`\``, title: 'Variables y valores'})).toEqual(
    [],
  );
});

test('a whole lesson in another language is one finding', () => {
  const {exercises} = sampleAnswers.mixed();
  const answer = {title: 'Variables y valores', summary: SPANISH, content: SPANISH.repeat(4), exercises};
  expect(check(answer).map(({message}) => message)).toEqual([
    'The lesson is written in Spanish instead of English.',
  ]);
});

test('short texts tell it together: one finding for the outermost part that is in another language', () => {
  const [first, second, third] = SPANISH.split(/(?<=\.) /);
  const item = {question: first, options: ['sí', 'no'], explanation: `${second} ${third}`};
  const answer = {...sampleAnswers.reading(), quiz: [item, item, item]};
  expect(check(answer).map(({message}) => message)).toEqual([
    'quiz is written in Spanish instead of English.',
  ]);
  const [english = {}] = sampleAnswers.reading().quiz;
  expect(check({quiz: [english, item, english, english]}).map(({message}) => message)).toEqual([
    'quiz[1] is written in Spanish instead of English.',
  ]);
});

test.each([
  [
    'names of people',
    'Johnny Tordgeman, Ky Lee, Brian Wisti, Petri Lindholm, Jacob Scherber, Pierre Lebrun, Matthew Wasbrough, Adam ' +
      'Pilgrim, Gustaf Lindqvist, Lenny Erlesand, Samuel Karlsson, Yusuf Demir, Ricardo Trejos, Rohan Gupta, Neil Lupton',
  ],
  ['rows of a table', `| ${SPANISH.replaceAll(',', ' |')} |`],
  ['names in code', 'os.path.join set_cookie delete_cookie getElementById utf8_general_ci '.repeat(8)],
])('%s are no language', (_, content) => {
  expect(check({content})).toEqual([]);
});

test('one sentence is too short to tell', () => {
  expect(check({summary: SPANISH.split('. ')[0]})).toEqual([]);
});

test('terse English is English', () => {
  const steps = [
    'Create branch',
    'Write failing test',
    'Fix broken function',
    'Run linter',
    'Push commits',
    'Open request',
  ];
  expect(check({content: steps.join('. ').repeat(4)})).toEqual([]);
});

test('English that quotes a lot of another language is English', () => {
  const quotes = SPANISH.split('. ').map(
    quote => `What "${quote}" says is this, and it is said to you by them.`,
  );
  expect(check({content: quotes.join(' ')})).toEqual([]);
});

test('other scripts tell it sooner', () => {
  const japanese = '変数とは、コンピューターのメモリにある値を指す名前です。';
  expect(check({content: japanese.repeat(5)})).toHaveLength(1);
  expect(check({content: japanese})).toEqual([]);
});
