import type {Plugin} from 'graphql-yoga';
import {apiError} from '../errors.ts';

/** Parsed documents are kept, a thousand of them: variables may be long (a roadmap file), documents may not. */
const MAX_DOCUMENT_CHARACTERS = 256 * 1024;

/** Refuses a document that is too long before it is parsed. */
export function documentSize(): Plugin {
  return {
    onParams({params}) {
      if ((params.query?.length ?? 0) > MAX_DOCUMENT_CHARACTERS)
        throw apiError('TOO_LARGE', 'A document may have at most 256 KB. Send long texts as variables.', {
          httpStatus: 413,
        });
    },
  };
}
