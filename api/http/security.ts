import helmet from '@fastify/helmet';
import type {FastifyInstance} from 'fastify';
import {createHash} from 'node:crypto';

/** How a policy names a style sheet that stands in the page. */
const styleHash = (style: string): string =>
  `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** Headers by which a browser runs nothing but what is named here: no script, no frame, no other host. */
export async function addSecurityHeaders(app: FastifyInstance, styles: readonly string[]): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: styles.map(styleHash),
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: {policy: 'no-referrer'},
    xFrameOptions: {action: 'deny'},
    // Only what stands in front of this server knows whether all of it is https.
    strictTransportSecurity: false,
  });
  app.addHook('onRequest', async (_request, reply) => {
    // Answers depend on who asks, and lessons change.
    reply.header('cache-control', 'no-store');
  });
}
