import {BUILDING} from './building.ts';
import {CARING} from './caring.ts';
import type {Facet} from './facet.ts';
import {LEARNING} from './learning.ts';
import {UNDERSTANDING} from './understanding.ts';

export type {Facet} from './facet.ts';

/** Their number is prime, so that whatever the stride, walking through them comes past each one. */
export const FACETS: readonly Facet[] = [...UNDERSTANDING, ...BUILDING, ...CARING, ...LEARNING];
