import type { CommandSpec } from './args.ts';

/** Beside open.ts, which loads a host's worth of libraries that no other command needs. */
export const openSpec: CommandSpec = {
  name: 'open',
  operands: '[PATCH]',
  summary: 'Opens a patch: plays it live and serves its page on this machine.',
  options: [
    { name: 'port', value: 'N', help: 'port on 127.0.0.1; otherwise any that is free' },
    { name: 'no-browser', help: 'only print the address' },
    { name: 'device', value: 'NAME', help: "sound device, as 'weft doctor' lists them, or a part of its name; null: none" },
    { name: 'block', value: 'N', help: 'samples per callback, 32 to 2048' },
    { name: 'no-engine', help: 'keep time and play nothing' },
    { name: 'nodes', value: 'DIR', multiple: true, help: 'also look for node files in DIR' },
    { name: 'library', value: 'DIR', multiple: true, help: 'media may also lie in DIR' },
  ],
  notes: 'Without PATCH the first example opens. The address holds a secret: whoever has it can change the patch.\nExit codes: 0 ended, 1 wrong call, 2 a problem in the input.',
};
