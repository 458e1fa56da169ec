import type {FastifyInstance, FastifyReply} from 'fastify';
import {z} from 'zod';
import {MIN_PASSWORD_LENGTH} from '../../domain/passwords.ts';
import type {Pool} from '../../sql/client.ts';
import {isAdminLinkOpen} from '../../sql/queries/admin-links.ts';
import {openSession} from '../../sql/queries/sessions.ts';
import {FIRST_ADMIN_PATH, LINK_IS_OVER, makeFirstAdmin} from '../access/first-admin.ts';
import {hashOf, newSecret} from '../access/secrets.ts';
import {setSessionCookie} from '../access/session-cookie.ts';
import {PAGE_STYLE} from '../status-page.ts';
import {escapeHtml} from './escape-html.ts';

const MAX_FORM_BYTES = 16_384;

const Secret = z.string().max(100);
const Link = z.object({link: Secret});
const Form = z.object({link: Secret, email: z.string().max(1_000), password: z.string().max(10_000)});

/** The page behind the link to the first administrator: a form, without script. */
export async function addFirstAdminPage(app: FastifyInstance, pool: Pool): Promise<void> {
  await app.register(async scope => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      {parseAs: 'string', bodyLimit: MAX_FORM_BYTES},
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.get(FIRST_ADMIN_PATH, async (request, reply) => {
      const query = Link.safeParse(request.query);
      const isOpen = query.success && (await isAdminLinkOpen(pool, hashOf(query.data.link)));
      return isOpen
        ? page(reply, form({link: query.data.link, email: '', fault: null}))
        : page(reply.code(410), `<p>${LINK_IS_OVER}</p>`);
    });
    scope.post(FIRST_ADMIN_PATH, async (request, reply) => {
      const sent = Form.safeParse(request.body);
      if (!sent.success) return page(reply.code(400), '<p>The form was not filled in.</p>');
      const {link: secret, email, password} = sent.data;
      const result = await makeFirstAdmin(pool, {secret, email, password});
      if (result.kind === 'refused')
        return page(reply.code(422), form({link: secret, email, fault: result.message}));
      const session = newSecret();
      await openSession(pool, {
        sessionHash: hashOf(session),
        userId: result.userId,
        address: request.ip,
      });
      setSessionCookie(request, reply, session);
      return reply.redirect('/', 303);
    });
  });
}

function form({link, email, fault}: {link: string; email: string; fault: string | null}): string {
  return `${fault === null ? '' : `<p class="notice" role="alert">${escapeHtml(fault)}</p>`}
<form method="post" action="${FIRST_ADMIN_PATH}">
<input type="hidden" name="link" value="${escapeHtml(link)}">
<p><label>Email address<br><input type="email" name="email" required maxlength="50" autocomplete="username" value="${escapeHtml(email)}"></label></p>
<p><label>Password, at least ${MIN_PASSWORD_LENGTH} characters<br><input type="password" name="password" required minlength="${MIN_PASSWORD_LENGTH}" autocomplete="new-password"></label></p>
<p><button>Make the first administrator</button></p>
</form>`;
}

const page = (reply: FastifyReply, body: string) =>
  reply.type('text/html; charset=utf-8').send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Preheat: the first administrator</title>
<style>${PAGE_STYLE}</style>
</head>
<body><main><h1>The first administrator</h1>
${body}</main></body>
</html>`);
