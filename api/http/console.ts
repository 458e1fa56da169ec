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

/** The folder with the console as Vite wrote it, with packed files beside the plain ones; null while it is not built. */
export type ConsoleFolder = () => string | null;

/**
 * Serves the built console: its files, and for every other address that a browser wants a page of, the page, which
 * reads the address itself. While there is none, `/` leads to the page without script.
 */
export async function addConsole(app: FastifyInstance, folder: ConsoleFolder): Promise<void> {
  await app.register(fastifyStatic, {serve: false, index: false, preCompressed: true, cacheControl: false});

  const sendPage = async (reply: FastifyReply, root: string) =>
    reply
      .header('content-security-policy', POLICY)
      .type('text/html; charset=utf-8')
      .send(await readFile(join(root, 'index.html'), 'utf8'));

  app.get<{Params: {'*': string}}>('/assets/*', async (request, reply) => {
    const root = folder();
    if (root === null) return reply.callNotFound();
    // They bear a digest of what is in them.
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .sendFile(request.params['*'], join(root, 'assets'));
  });
  app.get('/icon.svg', async (_request, reply) => {
    const root = folder();
    return root === null
      ? reply.callNotFound()
      : reply.header('cache-control', 'no-cache').sendFile('icon.svg', root);
  });
  app.get('/', async (_request, reply) => {
    const root = folder();
    return root === null ? reply.redirect('/status') : sendPage(reply, root);
  });
  app.setNotFoundHandler(async (request, reply) => {
    const root = folder();
    const isPage = request.method === 'GET' && (request.headers.accept?.includes('text/html') ?? false);
    if (isPage && root !== null && !request.url.startsWith('/assets/')) return sendPage(reply, root);
    const path = request.url.split('?', 1)[0];
    return reply
      .code(404)
      .header('cache-control', 'no-store')
      .send({status: 'error', message: `There is nothing at ${request.method} ${path}.`});
  });
}
