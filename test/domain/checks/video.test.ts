import {expect, test} from 'vitest';
import {checkDraft} from '../../../domain/checks/index.ts';
import type {Video, VideoChoice} from '../../../domain/video.ts';
import {sampleAnswers, sampleRequest} from '../content/sample-answers.ts';

const VIDEO: Video = {
  video_id: 'abc',
  title: 'Python variables',
  description: 'Names and values.',
  channel: 'A channel',
  thumbnail_url: 'https://i.ytimg.com/vi/abc/hqdefault.jpg',
  video_url: 'https://www.youtube.com/watch?v=abc',
  embed_url: 'https://www.youtube.com/embed/abc',
  duration_minutes: 10,
  view_count: 5,
  like_count: 1,
};
const FOUND: VideoChoice = {kind: 'found', video: VIDEO};

function check(videoChoice: VideoChoice, times: string[] = ['0:10', '2:34', '9:59']) {
  const {video_search_query: words, ...rest} = sampleAnswers.video();
  const timestamps = times.map(time => ({time, description: 'A variable is bound.'}));
  const answer = videoChoice.kind === 'found' ? {...rest, timestamps} : {...rest, video_search_query: words};
  return checkDraft({
    request: sampleRequest('video'),
    answerText: JSON.stringify(answer),
    finishReason: 'STOP',
    videoChoice,
  });
}

const kinds = (result: ReturnType<typeof check>) =>
  result.findings.map(({check: id, severity, message}) => `${id} ${severity}: ${message}`);

test('a lesson on a real video carries it, its times, and its length', () => {
  const {findings, lesson} = check(FOUND);
  expect(findings).toEqual([]);
  expect(lesson?.content).toMatchObject({
    lesson_type: 'video',
    video: VIDEO,
    timestamps: [{time: '0:10'}, {time: '2:34'}, {time: '9:59'}],
    estimated_duration: 40,
  });
  expect(lesson?.researchMetadata).toMatchObject({sources_used: [VIDEO.video_url]});
});

test('without a video the lesson has words to search for, no video, and says why', () => {
  const result = check({kind: 'none', reason: 'YOUTUBE_API_KEY is not set'});
  expect(kinds(result)).toEqual([
    'video-missing warning: The lesson has a study guide and words to search for, but no video: YOUTUBE_API_KEY is not set.',
  ]);
  expect(result.lesson?.content).toMatchObject({video: null, timestamps: [], estimated_duration: 30});
});

test.each([
  ['after the end', ['0:10', '2:34', '11:01'], 'timestamps error: timestamps: 11:01 is after the end'],
  ['of hours', ['0:10', '2:34', '1:00:00'], 'timestamps error: timestamps: 1:00:00 is after the end'],
  ['out of order', ['2:34', '0:10', '9:59'], 'timestamps error: timestamps: they are not in the order'],
  ['the same twice', ['0:10', '0:10', '9:59'], 'timestamps error: timestamps: they are not in the order'],
  [
    'that are none',
    ['0:10', '2:34', 'the end'],
    'schema error: timestamps[2].time is "the end": it must look like 2:34',
  ],
])('times %s are an error', (_, times, message) => {
  expect(kinds(check(FOUND, times))).toEqual([expect.stringContaining(message)]);
});
