import type {IncomingMessage, ServerResponse} from 'node:http';
import {errorBody} from './errors.ts';
import type {ApiError} from './errors.ts';
import type {TransportFault} from './faults.ts';

/** What goes back over the wire, and how. */
export type Reply = {
  httpStatus: number;
  contentType: string;
  body: string;
  /** Wait before anything is sent. */
  delayMs: number;
  transport?: {fault: TransportFault; delayMs?: number};
  /** Called once it is sent. */
  afterwards?: () => void;
};

const JSON_TYPE = 'application/json; charset=UTF-8';
const SLOW_PIECES = 16;

export function jsonReply(body: string, httpStatus = 200): Reply {
  return {httpStatus, contentType: JSON_TYPE, body, delayMs: 0};
}

export function errorReply(error: ApiError): Reply {
  if (error.html === undefined) return jsonReply(errorBody(error), error.code);
  return {httpStatus: error.code, contentType: 'text/html; charset=UTF-8', body: error.html, delayMs: 0};
}

/** Sends a reply after its delay, or fails to in the way that the fault asks for. */
export function sendReply(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  const lateMs = reply.transport?.fault === 'late_answer' ? (reply.transport.delayMs ?? 5_000) : 0;
  const waitMs = reply.delayMs + lateMs;
  if (waitMs > 0) setTimeout(send, waitMs, reply, request, response).unref();
  else send(reply, request, response);
}

function send(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  const {fault, delayMs = 50} = reply.transport ?? {};
  if (response.destroyed) return;
  const body = Buffer.from(reply.body);
  const start = (): void => {
    response.writeHead(reply.httpStatus, {'Content-Type': reply.contentType, 'Content-Length': body.length});
  };
  const middle = Math.floor(body.length / 2);
  switch (fault) {
    case 'reset_before_headers':
      request.socket.resetAndDestroy();
      return;
    case 'reset_mid_body':
      start();
      response.write(body.subarray(0, middle), () => request.socket.resetAndDestroy());
      return;
    case 'hang_before_headers':
      return;
    case 'hang_mid_body':
      start();
      response.write(body.subarray(0, middle));
      return;
    case 'slow_body':
      start();
      sendSlowly(body, delayMs, response);
      return;
    case 'late_answer':
    case undefined:
      start();
      response.end(body, reply.afterwards);
  }
}

function sendSlowly(
  rest: Buffer,
  delayMs: number,
  response: ServerResponse,
  pieceSize = Math.ceil(rest.length / SLOW_PIECES),
): void {
  if (response.destroyed) return;
  if (rest.length <= pieceSize) {
    response.end(rest);
    return;
  }
  response.write(rest.subarray(0, pieceSize));
  setTimeout(sendSlowly, delayMs, rest.subarray(pieceSize), delayMs, response, pieceSize).unref();
}
