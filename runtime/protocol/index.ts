/** The door of the protocol: every message between editor, host and engine. */
export { PROTOCOL, DEADLINE_MS, ENGINE_MESSAGE_BYTES, MOST_PAGES, PAGE_BURST, PAGE_MESSAGE_BYTES, PAGE_RATE } from './limits.ts';
export { replyCodes, replyError, type ReplyCode, type ReplyError } from './codes.ts';
export { checker, readMessage, writeMessage, type Checked, type Checker } from './check.ts';
export {
  engineFailure, engineReplies, engineRequests, telemetry,
  type EngineDo, type EngineReply, type EngineRequest, type Tell, type Telemetry,
} from './engine-messages.ts';
export {
  pageFailure, pageNews, pageReplies, pageRequests,
  type CatalogSent, type News, type PageDo, type PageNews, type PageReply, type PageRequest,
} from './page-messages.ts';
export type { StatsNow, TransportNow } from './parts.ts';
export { FRAME_HEADER_BYTES, readFrameHeader, writeFrameHeader, type FrameHeader } from './frame.ts';
