import {expect, test} from 'vitest';
import {modelReport, videosReport} from '../../../cli/commands/doctor.ts';
import {readConfig} from '../../../config.ts';

const KEY = 'a-key-that-nobody-may-see';

test('another place than the provider’s is named, without what may be secret in it', () => {
  const known = readConfig({GEMINI_API_KEY: KEY});
  expect(modelReport(known).text).not.toContain('GEMINI_BASE_URL');
  const elsewhere = readConfig({
    GEMINI_API_KEY: KEY,
    GEMINI_BASE_URL: 'http://anna:secret@proxy:8080/gemini/',
  });
  const {verdict, text} = modelReport(elsewhere);
  expect(verdict).toBe('ok');
  expect(text).toMatch(/; at http:\/\/proxy:8080\/gemini \(GEMINI_BASE_URL\)$/);
  expect(text).not.toMatch(/secret|nobody/);
});

test('whether there is a key for videos is told, and not which', () => {
  expect(videosReport(readConfig({}))).toEqual({
    verdict: 'note',
    text: 'YOUTUBE_API_KEY is not set: lessons of the style video are study guides without a video',
  });
  const keyed = {YOUTUBE_API_KEY: KEY, YOUTUBE_SEARCHES_PER_DAY: '7'};
  expect(videosReport(readConfig(keyed))).toEqual({
    verdict: 'ok',
    text: 'YOUTUBE_API_KEY is set, 7 searches a day',
  });
  expect(videosReport(readConfig({...keyed, YOUTUBE_BASE_URL: 'http://127.0.0.1:9'})).text).toBe(
    'YOUTUBE_API_KEY is set, 7 searches a day; at http://127.0.0.1:9 (YOUTUBE_BASE_URL)',
  );
});

test('without a key, a database of one’s own has no model; an embedded one has the emulator', () => {
  expect(modelReport(readConfig({}))).toMatchObject({
    verdict: 'note',
    text: expect.stringContaining('uses the emulator'),
  });
  expect(modelReport(readConfig({DATABASE_URL: 'postgresql://learners'}))).toMatchObject({
    verdict: 'missing',
    text: expect.stringContaining('Set the key'),
  });
});
