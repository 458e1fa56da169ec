import fastifyStatic from '@fastify/static';
import type {FastifyInstance, FastifyReply} from 'fastify';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';

/**
 * What the console's page may do: run its own scripts, and ask this server. Styles may stand in the page, for the
 * component library and mermaid write them there; they run nothing, and with images and connections of this host
 * alone they tell nobody anything.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Serves the built console: its files, and for every other address that a browser wants a page of, the page, which
 * reads the address itself.
 *
 * @param folder as Vite wrote it, with packed files beside the plain ones
 */
export async function addConsole(app: FastifyInstance, folder: string): Promise<void> {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const sendPage = (reply: FastifyReply) =>
    reply.header('content-security-policy', POLICY).type('text/html; charset=utf-8').send(page);

  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    preCompressed: true,
    cacheControl: false,
    // Those in assets/ bear a digest of what is in them.
    setHeaders: (reply, path) => {
      const isNamedByContent = path.startsWith(join(folder, 'assets'));
      reply.header('cache-control', isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.get('/', async (_request, reply) => sendPage(reply));
  app.setNotFoundHandler(async (request, reply) => {
    const isPage = request.method === 'GET' && (request.headers.accept?.includes('text/html') ?? false);
    if (isPage) return sendPage(reply);
    const path = request.url.split('?', 1)[0];
    return reply.code(404).send({status: 'error', message: `There is nothing at ${request.method} ${path}.`});
  });
}
