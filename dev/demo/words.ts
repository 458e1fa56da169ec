import type {ReviewReason} from '../../domain/reviews.ts';

/** What learners of the demonstration write with a vote. */
export const COMMENTS = {
  upvote: [
    'The example with the shopping list made it click.',
    'Short and to the point, and the exercises build on each other.',
    'Finally somebody says why, and not only how.',
    'The quiz found what I had not understood.',
    '',
    '',
  ],
  downvote: [
    'The second exercise needs something that comes only two steps later.',
    'The code in the last block does not run on my machine.',
    'Too long for what it says.',
    'I expected a video and got three links.',
    '=HYPERLINK("http://127.0.0.1/","look here")',
    '',
  ],
} as const;

/** What mentors of the demonstration say. */
export const VERDICTS: readonly {
  status: 'verified' | 'needs_improvement' | 'rejected';
  reasons: ReviewReason[];
  feedback: string;
}[] = [
  {status: 'verified', reasons: [], feedback: 'Right, clear, and at the level of the step.'},
  {status: 'verified', reasons: [], feedback: 'I would give this to my own students.'},
  {
    status: 'needs_improvement',
    reasons: ['unclear'],
    feedback: 'The part about scope jumps over the reason. One more example.',
  },
  {
    status: 'needs_improvement',
    reasons: ['too_hard'],
    feedback: 'For beginners, explain the terms before they are used.',
  },
  {
    status: 'rejected',
    reasons: ['broken_code', 'inaccurate'],
    feedback: 'The loop never ends, and the text says that it does.',
  },
];

/** A roadmap that is imported after the night, so that something is missing. */
export const NEW_ROADMAP = `id: rust
title: Rust
description: Write fast programs whose mistakes the compiler finds.
category: Programming
steps:
  - title: Rust Ownership
    description: See who owns a value, what moving means, and why two cannot write at once.
    difficulty: intermediate
    lessons: 2
  - title: Rust Borrowing and Lifetimes
    description: Lend values without copies, and read what the compiler says about lifetimes.
    difficulty: intermediate
  - title: Rust Enums and Matching
    description: Model what can happen with enums, and handle each case.
    difficulty: beginner
  - title: Rust Error Handling
    description: Use Result and the question mark, and decide when to panic.
    difficulty: intermediate
`;
