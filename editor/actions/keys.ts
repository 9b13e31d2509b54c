/** The one table of keys. Mod is Ctrl, and ⌘ on a Mac. A user's table is laid over it. */
export type Command =
  | 'palette' | 'chain' | 'undo' | 'redo' | 'delete' | 'copy' | 'cut' | 'paste' | 'pasteWired' | 'duplicate' | 'duplicateWired' | 'selectAll' | 'bypass' | 'group'
  | 'ungroup' | 'enter' | 'escape' | 'comment' | 'frame' | 'fit' | 'save' | 'play' | 'rename' | 'left' | 'right' | 'up' | 'down'
  | 'nudgeLeft' | 'nudgeRight' | 'nudgeUp' | 'nudgeDown' | 'history' | 'problems' | 'code' | 'keys' | 'fullscreen' | 'arrange' | 'find' | 'commands';

export interface Binding { keys: readonly string[]; words: string }

export const usualKeys: Readonly<Record<Command, Binding>> = {
  palette: { keys: ['n'], words: 'Add a node' },
  chain: { keys: ['Tab'], words: 'Add a node behind the selected one' },
  undo: { keys: ['Mod+z'], words: 'Undo' },
  redo: { keys: ['Mod+Shift+z', 'Mod+y'], words: 'Redo' },
  save: { keys: ['Mod+s'], words: 'Save' },
  delete: { keys: ['Delete', 'Backspace'], words: 'Delete; wires close over the gap' },
  copy: { keys: ['Mod+c'], words: 'Copy' },
  cut: { keys: ['Mod+x'], words: 'Cut' },
  paste: { keys: ['Mod+v'], words: 'Paste' },
  pasteWired: { keys: ['Mod+Shift+v'], words: 'Paste with incoming wires' },
  duplicate: { keys: ['Mod+d'], words: 'Duplicate' },
  duplicateWired: { keys: ['Mod+Shift+d'], words: 'Duplicate with incoming wires' },
  selectAll: { keys: ['Mod+a'], words: 'Select all' },
  bypass: { keys: ['b'], words: 'Bypass' },
  rename: { keys: ['F2'], words: 'Rename' },
  group: { keys: ['Mod+g'], words: 'Make a sub-patch' },
  ungroup: { keys: ['Mod+Shift+g'], words: 'Put a sub-patch back in place' },
  enter: { keys: ['Enter'], words: 'Enter the sub-patch' },
  escape: { keys: ['Escape'], words: 'Leave; clear the selection' },
  comment: { keys: ['c'], words: 'Add a comment' },
  frame: { keys: ['Shift+f'], words: 'Frame the selection' },
  fit: { keys: ['f'], words: 'Zoom to fit' },
  left: { keys: ['ArrowLeft'], words: 'Select the node to the left' },
  right: { keys: ['ArrowRight'], words: 'Select the node to the right' },
  up: { keys: ['ArrowUp'], words: 'Select the node above' },
  down: { keys: ['ArrowDown'], words: 'Select the node below' },
  nudgeLeft: { keys: ['Shift+ArrowLeft'], words: 'Move left' },
  nudgeRight: { keys: ['Shift+ArrowRight'], words: 'Move right' },
  nudgeUp: { keys: ['Shift+ArrowUp'], words: 'Move up' },
  nudgeDown: { keys: ['Shift+ArrowDown'], words: 'Move down' },
  play: { keys: ['Space'], words: 'Play or pause' },
  history: { keys: ['h'], words: 'History' },
  problems: { keys: ['p'], words: 'Problems' },
  code: { keys: ['e'], words: 'Code of the node' },
  fullscreen: { keys: ['Shift+p'], words: 'Program picture over the whole screen' },
  arrange: { keys: ['Shift+a'], words: 'Arrange along the wires' },
  find: { keys: ['Mod+f'], words: 'Find in the patch' },
  commands: { keys: ['Mod+p'], words: 'Find a command' },
  keys: { keys: ['?'], words: 'This list' },
};

export interface Pressed { key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean }

/** "Mod+Shift+z" of a key press. Letters are lower case; Shift is named only where it is no other character. */
export function chord({ key, ctrlKey, metaKey, shiftKey, altKey }: Pressed): string {
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toLowerCase() : key;
  const letter = /^[a-z]$/.test(name) || name.length > 1;
  return [ctrlKey || metaKey ? 'Mod' : '', altKey ? 'Alt' : '', shiftKey && letter ? 'Shift' : '', name].filter((p) => p !== '').join('+');
}

export function commandOf(pressed: Pressed, table: Readonly<Record<Command, Binding>> = usualKeys): Command | null {
  const text = chord(pressed);
  for (const [command, { keys }] of Object.entries(table)) if (keys.includes(text)) return command as Command;
  return null;
}

/** For people: "Ctrl+Shift+Z". */
export const shownKey = (key: string): string => key.replace('Mod', 'Ctrl').replace(/(^|\+)([a-z])$/, (_, a: string, b: string) => a + b.toUpperCase());
