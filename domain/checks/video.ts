import type {LessonAnswer} from '../content/index.ts';
import type {Finding} from '../findings.ts';
import type {VideoChoice} from '../video.ts';

/** What is wrong with a video lesson's video: that there is none, or that its times are not in it. */
export function checkVideo(choice: VideoChoice | null, answer: LessonAnswer): Finding[] {
  if (choice === null) return [];
  if (choice.kind === 'none') {
    const message = `The lesson has a study guide and words to search for, but no video: ${choice.reason}.`;
    return [{check: 'video-missing', severity: 'warning', message}];
  }
  const {duration_minutes: minutes} = choice.video;
  const times = 'timestamps' in answer ? answer.timestamps.map(({time}) => time) : [];
  // The length is a whole number of minutes.
  const outside = times.filter(time => secondsOf(time) > (minutes + 1) * 60);
  const isSorted = times.every(
    (time, index) => index === 0 || secondsOf(times[index - 1]!) < secondsOf(time),
  );
  return [
    ...outside.map(
      time => `timestamps: ${time} is after the end of the video, which lasts ${minutes} minutes.`,
    ),
    ...(isSorted ? [] : ['timestamps: they are not in the order of the video.']),
  ].map(message => ({check: 'timestamps', severity: 'error', message}));
}

/** Of `2:34` or `1:02:34`. */
function secondsOf(time: string): number {
  return time.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0);
}
