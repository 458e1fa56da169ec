import type {Finding} from '../findings.ts';
import {excerpt, type DraftText} from './draft-texts.ts';

const REST = '[^\\s"\'`<>()[\\]]+';

/** With a scheme or `www`, of a known site of videos or a shortener, or any other host of a usual kind with a path. */
const URL_LIKE = new RegExp(
  [
    `\\b(?:https?|ftp):\\/\\/${REST}`,
    `\\bwww\\.${REST}`,
    `\\b(?:youtu\\.be|bit\\.ly|goo\\.gl|ow\\.ly|t\\.co|t\\.ly|is\\.gd|rb\\.gy|cutt\\.ly|lnkd\\.in)\\/${REST}`,
    `(?<![\\w./@-])(?:[a-z0-9-]+\\.)+(?:com|org|edu|gov|dev)\\/${REST}`,
  ].join('|'),
  'gi',
);

/** What each of them has in it. Of a draft's texts few do, and it takes a tenth of the time to look for. */
const URL_SIGN = /:\/\/|www\.|\.[a-z]+\//i;

/** Links and pictures of Markdown with a path for a target: nothing stands there, wherever the lesson is shown. */
const MARKDOWN_LINK = /(?<!\w)\[[^[\]\n]*\]\(\s*<?((?!mailto:)[^\s()<>]*[./][^\s()<>]*)/gi;

/**
 * Names and addresses that are reserved for examples and private networks (RFC 2606, 5737, 1918, 6762), names within a
 * cluster, or without any dot.
 */
const RESERVED_HOST =
  /^(?:(?:[\w-]+\.)*example\.(?:com|net|org|edu)|(?:[\w-]+\.)*(?:example|test|invalid|localhost|local|internal|svc)|[\w-]*|127\.[\d.]+|0\.0\.0\.0|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|192\.0\.2\.\d+|198\.51\.100\.\d+|203\.0\.113\.\d+|.*[{}$%*].*)$/i;

/** Where modules of Go live: `github.com/gorilla/mux` names one, with no scheme before it. */
const MODULE_HOST = /^(?:(?:www\.)?github\.com|gitlab\.com|golang\.org)\//i;

/**
 * A model invents addresses. In text they are errors; in code, where an address may be what the code is about, they
 * are worth a look.
 */
export function checkUrls(texts: readonly DraftText[]): Finding[] {
  return texts.flatMap(({path, text, prose}): Finding[] => {
    const maySpeakOfUrl = URL_SIGN.test(text);
    const inProse = (maySpeakOfUrl ? firstRealUrl(prose) : null) ?? firstLink(prose);
    if (inProse !== null) {
      const message = `${path} contains a web address: "${excerpt(inProse)}". Name the source instead.`;
      return [{check: 'url', severity: 'error', message}];
    }
    const inCode = maySpeakOfUrl ? firstRealUrl(text) : null;
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
  const urls = text.match(URL_LIKE) ?? [];
  return urls.find(url => !RESERVED_HOST.test(hostOf(url)) && !MODULE_HOST.test(url)) ?? null;
}

function firstLink(prose: string): string | null {
  if (!prose.includes('](')) return null;
  const links = [...prose.matchAll(MARKDOWN_LINK)];
  return links.find(([, target = '']) => !/^https?:/i.test(target))?.[0] ?? null;
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
