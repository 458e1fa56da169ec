export {ANSWER_SCHEMAS, answerForm, type AnswerForm, type LessonAnswer} from './answer.ts';
export {assembleLesson, type Lesson} from './lesson.ts';
export {withoutFence} from './parts.ts';
export {wireSchema, type WireSchema} from './wire-schema.ts';
