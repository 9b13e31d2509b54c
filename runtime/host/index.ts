/** The door of the host. */
export { Host, type HostOptions } from './host.ts';
export { loadRings, type Rings } from './native-ring.ts';
export { Project } from './project.ts';
export { makeSite } from './site.ts';
