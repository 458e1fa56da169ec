import type {Finding} from '../findings.ts';
import {excerpt, type DraftText} from './draft-texts.ts';

const URL_LIKE =
  /\b(?:https?|ftp):\/\/[^\s"'`<>()[\]]+|\bwww\.[^\s"'`<>()[\]]+|\b(?:youtube\.com|youtu\.be|vimeo\.com)\/[^\s"'`<>()[\]]+/gi;

/** Names and addresses that are reserved for examples and private networks (RFC 2606, 5737, 1918) or have no dot at all. */
const RESERVED_HOST =
  /^(?:(?:[\w-]+\.)*example\.(?:com|net|org|edu)|(?:[\w-]+\.)*(?:example|test|invalid|localhost)|[\w-]*|127\.[\d.]+|0\.0\.0\.0|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|192\.0\.2\.\d+|198\.51\.100\.\d+|203\.0\.113\.\d+|.*[{}$%*].*)$/i;

/**
 * A model invents addresses. In text they are errors; in code, where an address may be what the code is about, they
 * are worth a look.
 */
export function checkUrls(texts: readonly DraftText[]): Finding[] {
  return texts.flatMap(({path, text, prose}): Finding[] => {
    const inProse = firstRealUrl(prose);
    if (inProse !== null) {
      const message = `${path} contains a web address: "${excerpt(inProse)}". Name the source instead.`;
      return [{check: 'url', severity: 'error', message}];
    }
    const inCode = firstRealUrl(text);
    if (inCode === null) return [];
    return [
      {
        check: 'url',
        severity: 'warning',
        message: `The code in ${path} names a web address: "${excerpt(inCode)}".`,
      },
    ];
  });
}

function firstRealUrl(text: string): string | null {
  return text.match(URL_LIKE)?.find(url => !RESERVED_HOST.test(hostOf(url))) ?? null;
}

/** No host has more characters than a name in DNS; cutting there keeps the patterns quick on what loops. */
const MAX_HOST_CHARS = 253;

function hostOf(url: string): string {
  const [authority = ''] = url.replace(/^\w+:\/\//, '').split(/[/?#]/);
  return authority
    .slice(0, MAX_HOST_CHARS)
    .replace(/^.*@/, '')
    .replace(/[.,;:!]+$/, '')
    .replace(/:\d*$/, '');
}
