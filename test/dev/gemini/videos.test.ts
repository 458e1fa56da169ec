import {expect, test} from 'vitest';
import {givenEmulator, MODEL} from './given.ts';

const ID = 'abc-DEF_123';
const URI = `https://www.youtube.com/watch?v=${ID}`;

/** A prompt of one video. The text is 40 characters: 10 tokens. */
const watching = (fileData: object, part: object = {}, generationConfig: object = {}) => ({
  contents: [{role: 'user', parts: [{fileData, ...part}, {text: 'x'.repeat(40)}]}],
  generationConfig,
});
const many = (count: number) => ({
  contents: [{parts: Array.from({length: count}, () => ({fileData: {fileUri: URI}}))}],
});

test('a video costs 70 tokens a frame and 32 a second of sound, shown by modality and billed', () => {
  const {generate, ledger} = givenEmulator({videos: {[ID]: {seconds: 90, access: 'public'}}});
  const {status, body} = generate(watching({fileUri: URI}));
  expect(status).toBe(200);
  expect(body.usageMetadata).toMatchObject({
    promptTokenCount: 10 + 90 * 102,
    promptTokensDetails: [
      {modality: 'TEXT', tokenCount: 10},
      {modality: 'VIDEO', tokenCount: 90 * 70},
      {modality: 'AUDIO', tokenCount: 90 * 32},
    ],
  });
  expect(ledger()).toMatchObject([{promptTokens: 10 + 90 * 102}]);
});

test('countTokens counts the same, and a video that nobody described as ten minutes', () => {
  const {countTokens} = givenEmulator();
  const counted = countTokens({generateContentRequest: watching({fileUri: URI})});
  expect(counted.body).toEqual({
    totalTokens: 10 + 600 * 102,
    promptTokensDetails: [
      {modality: 'TEXT', tokenCount: 10},
      {modality: 'VIDEO', tokenCount: 600 * 70},
      {modality: 'AUDIO', tokenCount: 600 * 32},
    ],
  });
  expect(countTokens(watchingBare('nowhere')).status).toBe(400);
});

const watchingBare = (fileUri: string) => ({contents: [{parts: [{fileData: {fileUri}}]}]});

const LOW = 'MEDIA_RESOLUTION_LOW';
const HIGH = 'MEDIA_RESOLUTION_HIGH';

test.each([
  ['a newer model', MODEL, {}, {}, 100 * 102],
  ['a newer model at low resolution', MODEL, {}, {mediaResolution: LOW}, 100 * 102],
  ['a newer model at high resolution', MODEL, {}, {mediaResolution: HIGH}, 100 * 312],
  [
    'a part with a resolution of its own',
    MODEL,
    {mediaResolution: {level: HIGH}},
    {mediaResolution: LOW},
    31_200,
  ],
  ['an older model', 'gemini-2.5-flash', {}, {}, 100 * 290],
  ['an older model at low resolution', 'gemini-2.5-flash', {}, {mediaResolution: LOW}, 100 * 98],
  ['a cut', MODEL, {videoMetadata: {startOffset: '10s', endOffset: '40.5s'}}, {}, 31 * 102],
  [
    'a cut that ends after the video',
    MODEL,
    {videoMetadata: {startOffset: '90s', endOffset: '900s'}},
    {},
    1_020,
  ],
  ['a cut that begins after the video', MODEL, {videoMetadata: {startOffset: '101s'}}, {}, 0],
  ['more frames', MODEL, {videoMetadata: {fps: 2}}, {}, 100 * (140 + 32)],
] as const)('tokens of %s', (_what, model, part, generationConfig, tokens) => {
  const {generate} = givenEmulator({videos: {[ID]: {seconds: 100, access: 'public'}}});
  const {body} = generate(watching({fileUri: URI}, part, generationConfig), {model});
  expect(body.usageMetadata?.promptTokenCount).toBe(10 + tokens);
});

test.each([
  URI,
  `https://youtube.com/watch?app=desktop&v=${ID}&t=30s`,
  `https://m.youtube.com/watch?v=${ID}`,
  `https://youtu.be/${ID}?si=x`,
  `https://www.youtube.com/shorts/${ID}`,
  `https://www.youtube.com/embed/${ID}`,
  `https://www.youtube.com/live/${ID}`,
  // As many letters as an id, and a property of every object.
  'https://youtu.be/constructor',
])('%s is a video, with and without its type', fileUri => {
  const {generate} = givenEmulator();
  for (const fileData of [{fileUri}, {fileUri, mimeType: 'video/*'}, {file_uri: fileUri}]) {
    expect(generate(watching(fileData)).body.usageMetadata?.promptTokenCount).toBe(10 + 600 * 102);
  }
});

test.each([
  ['an address of something else', 'https://example.com/video.mp4', 400, /Invalid or unsupported file uri/],
  ['an id that is too long', `${URI}x`, 400, /Invalid or unsupported file uri/],
  ['no address', undefined, 400, /Invalid or unsupported file uri/],
  ['an uploaded file', 'https://127.0.0.1/v1beta/files/abc-1', 403, /access the File abc-1 or it may not/],
  ['a private video', 'https://youtu.be/private-123', 403, /The caller does not have permission/],
])('%s is refused', (_what, fileUri, status, message) => {
  const {generate} = givenEmulator({videos: {'private-123': {seconds: 60, access: 'private'}}});
  const answer = generate(watching(fileUri === undefined ? {} : {fileUri}));
  expect(answer.status).toBe(status);
  expect(answer.body.error?.message).toMatch(message);
});

test.each([
  [{startOffset: 10}, /contents\[0\]\.parts\[0\]\.video_metadata\.start_offset.*Illegal duration format/],
  [{endOffset: '1m'}, /contents\[0\]\.parts\[0\]\.video_metadata\.end_offset.*Illegal duration format/],
  [{fps: 0}, /fps must be in the range/],
  [{fps: 25}, /fps must be in the range/],
  [{speed: 2}, /Unknown name "speed" at 'contents\[0\]\.parts\[0\]\.video_metadata'/],
])('the cut %j is refused', (videoMetadata, message) => {
  const answer = givenEmulator().generate(watching({fileUri: URI}, {videoMetadata}));
  expect(answer.status).toBe(400);
  expect(answer.body.error?.message).toMatch(message);
});

test('ten videos are taken, eleven are not', () => {
  const {generate} = givenEmulator({videos: {[ID]: {seconds: 60, access: 'public'}}});
  expect(generate(many(10)).body.usageMetadata?.promptTokenCount).toBe(10 * 60 * 102);
  const {status, body} = generate(many(11));
  expect(status).toBe(400);
  expect(body.error?.message).toMatch(/it has 11 video files but the model only supports up to 10\./);
});

test('before 2.5 a prompt had one video', () => {
  const {emulator, generate} = givenEmulator();
  emulator.clock.set({setTo: '2026-05-01T00:00:00Z'});
  expect(generate(many(1), {model: 'gemini-2.0-flash'}).status).toBe(200);
  expect(generate(many(2), {model: 'gemini-2.0-flash'}).body.error?.message).toMatch(
    /only supports up to 1\./,
  );
});
