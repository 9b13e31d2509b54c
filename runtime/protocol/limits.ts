/** What both sides of every connection hold to. */

/** Of all messages. Host and engine come from one installation and must agree; a page that does not is told to reload. */
export const PROTOCOL = 1;

/** bytes of one message of an editor page: its largest is an edit with pasted nodes */
export const PAGE_MESSAGE_BYTES = 8 * 1024 * 1024;
/** bytes between host and engine: a whole patch with what is around it */
export const ENGINE_MESSAGE_BYTES = 80 * 1024 * 1024;
/** objects and lists inside one another, in any message */
export const MESSAGE_DEPTH = 96;

/** ms that a request may take where it does not say so itself; ms at most */
export const DEADLINE_MS = 30_000;
export const LONGEST_DEADLINE_MS = 600_000;

/** messages a second of one page, and how many it may save up */
export const PAGE_RATE = 2_000;
export const PAGE_BURST = 8_000;
export const MOST_PAGES = 16;

/** rows in one message */
export const MOST_ROWS = 4_096;
export const MOST_DIAGNOSTICS = 1_000;
