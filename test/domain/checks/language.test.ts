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
