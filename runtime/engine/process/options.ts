/** What the host starts an engine with: one JSON argument. */
import type { DeviceChoice } from '../live.ts';

export interface EngineOptions {
  /** of the session: 0700, holds sockets and rings; short, for the paths of sockets are */
  folder: string;
  /** counts from 1 with every engine that a host starts */
  generation: number;
  /** of the installation */
  root: string;
  /** null: keeps time and plays nothing */
  player: 'native' | 'null';
  device: DeviceChoice;
  blackBox: string | null;
  /** root of the project that is open: its nodes are read before the patch comes */
  project: string | null;
  shippedNodes: string;
  nodeFolders: string[];
  libraries: string[];
  dspCache: string;
  dspWorker: string;
  shaderCache: string;
  fonts: string;
  budgetBytes: number;
  decodeThreads: number;
}

export const commandAddress = (o: { folder: string; generation: number }): string => `ipc://${o.folder}/c${o.generation}`;
export const telemetryAddress = (o: { folder: string; generation: number }): string => `ipc://${o.folder}/t${o.generation}`;
