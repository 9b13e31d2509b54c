/** Sends back what it gets: a ROUTER with nothing behind it. */
import { Router } from 'zeromq';

const router = new Router({ linger: 0 });
await router.bind(process.argv[2]!);
process.send!('ready');
for await (const frames of router) await router.send(frames);
