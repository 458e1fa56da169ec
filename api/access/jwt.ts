import {errors, jwtVerify} from 'jose';
import {z} from 'zod';

/** What is asked of a token of the application: an access token of a user that expires. */
const Claims = z.object({
  user_id: z.union([z.string().min(1).max(10), z.number().int().transform(String)]),
  // Refresh tokens last for weeks, and are for nothing but getting access tokens.
  token_type: z.literal('access').optional(),
});

export type JwtReading = {kind: 'user'; userId: string} | {kind: 'refused'; message: string};

/** Reads a bearer token of the application, signed with HS256 and the shared secret. */
export async function readJwt(token: string, secret: string): Promise<JwtReading> {
  try {
    const {payload} = await jwtVerify(token, new TextEncoder().encode(secret), {
      // Named here, because a token says itself how it is signed, `none` included.
      algorithms: ['HS256'],
      requiredClaims: ['exp'],
    });
    const claims = Claims.safeParse(payload);
    if (claims.success) return {kind: 'user', userId: claims.data.user_id};
    return {kind: 'refused', message: 'The bearer token is no access token of a user.'};
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      return {kind: 'refused', message: 'The bearer token has expired. Get a new one.'};
    if (error instanceof errors.JOSEError)
      return {kind: 'refused', message: 'The bearer token is not valid.'};
    throw error;
  }
}
