import {expect, test} from 'vitest';
// @ts-expect-error plain JavaScript: it runs before anything is installed
import {countTests as untyped} from '../../dev/test-counts.mjs';

const countTests = untyped as (
  report: object | undefined,
  exitCode: number | null,
) => {passed: number; failed: number};

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map(each => ({status: each})),
});

test('tests are counted', () => {
  const report = {
    numPassedTests: 2,
    numFailedTests: 1,
    testResults: [file('failed', 'passed', 'failed'), file('passed', 'passed')],
  };

  expect(countTests(report, 1)).toEqual({passed: 2, failed: 1});
});

test('a file that could not be loaded is a failure', () => {
  expect(countTests({numPassedTests: 2, numFailedTests: 0, testResults: [file('failed')]}, 1)).toEqual({
    passed: 2,
    failed: 1,
  });
});

test('a run that failed outside of any test is a failure', () => {
  expect(countTests({numPassedTests: 2, numFailedTests: 0, testResults: []}, 1)).toEqual({
    passed: 2,
    failed: 1,
  });
  expect(countTests({numPassedTests: 2, numFailedTests: 0, testResults: []}, null)).toEqual({
    passed: 2,
    failed: 1,
  });
  expect(countTests(undefined, 1)).toEqual({passed: 0, failed: 1});
});

test('a run of no tests at all is a failure', () => {
  expect(countTests({numPassedTests: 0, numFailedTests: 0, testResults: []}, 0)).toEqual({
    passed: 0,
    failed: 1,
  });
});

test('a run in which everything passed is none', () => {
  expect(
    countTests({numPassedTests: 3, numFailedTests: 0, testResults: [file('passed', 'passed')]}, 0),
  ).toEqual({passed: 3, failed: 0});
});
