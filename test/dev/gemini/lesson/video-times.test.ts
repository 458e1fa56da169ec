import {expect, test} from 'vitest';
import {videoTimes} from '../../../../dev/gemini/lesson/video-times.ts';
import {checkDraft} from '../../../../domain/checks/index.ts';
import {wireSchema} from '../../../../domain/content/index.ts';
import type {LessonRequest} from '../../../../domain/lesson-request.ts';
import {lessonPrompt} from '../../../../domain/prompts/index.ts';
import type {VideoChoice} from '../../../../domain/video.ts';
import {answerText, givenEmulator, jsonPrompt, lessonBlock} from '../given.ts';

const times = (minutes: number, ideaCount: number) =>
  videoTimes(minutes, Array<string>(ideaCount).fill('Idea')).map(({time}) => time);

test.each([
  [1, 4, ['0:07', '0:22', '0:37', '0:52']],
  [4, 3, ['0:40', '2:00', '3:20']],
  [40, 4, ['5:00', '15:00', '25:00', '35:00']],
  [125, 2, ['31:15', '1:33:45']],
  [10, 0, []],
])('a video of %i minutes and %i ideas', (minutes, ideaCount, expected) => {
  expect(times(minutes, ideaCount)).toEqual(expected);
});

const request: LessonRequest = {
  stepTitle: 'Python Variables',
  stepDescription: 'Give names to values, and change what a name refers to.',
  difficulty: 'beginner',
  lessonNumber: 1,
  lessonCount: 2,
  style: 'video',
  roadmapTitle: 'Python',
  category: '',
};

test.each([
  ['with a description', request],
  ['without one', {...request, stepDescription: ''}],
  ['in letters of another script', {...request, stepTitle: '日本語のタイトル🎉'}],
])('a lesson on a video passes all checks of the product, for a step %s', (_name, ofStep) => {
  const videoChoice: VideoChoice = {
    kind: 'found',
    video: {
      video_id: 'abc-DEF_123',
      title: 'Variables',
      description: '',
      channel: 'A channel',
      thumbnail_url: 'https://i.ytimg.com/vi/abc-DEF_123/hqdefault.jpg',
      video_url: 'https://www.youtube.com/watch?v=abc-DEF_123',
      embed_url: 'https://www.youtube.com/embed/abc-DEF_123',
      duration_minutes: 4,
      view_count: 1,
      like_count: 1,
    },
  };
  const {system, user} = lessonPrompt(ofStep, videoChoice);
  const answer = answerText(
    givenEmulator().generate({
      ...jsonPrompt(user, wireSchema('watched_video')),
      systemInstruction: {parts: [{text: system}]},
    }),
  );
  const draft = {request: ofStep, answerText: answer, finishReason: 'STOP', videoChoice};
  expect(checkDraft(draft).findings.filter(({severity}) => severity === 'error')).toEqual([]);
});

test('a lesson on no video has no times, whatever the schema asks for', () => {
  const schema = {
    type: 'object',
    properties: {timestamps: {type: 'array', items: {type: 'string'}}},
    required: ['timestamps'],
  };
  const answer = answerText(givenEmulator().generate(jsonPrompt(lessonBlock(), schema)));
  expect(JSON.parse(answer)).toEqual({timestamps: []});
});
