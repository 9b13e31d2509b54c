/** Who may import whom, as tables. */

/** In the order data meets them: a room may import the rooms before it. */
export const runtimeOrder = [
  'document', 'catalog', 'compile', 'plan', 'project', 'protocol', 'engine', 'host', 'render', 'cli',
] as const;

/** shell is Electron's main process and preloads: a world of its own. app puts the rooms together. */
export const editorOrder = ['client', 'live', 'store', 'graph', 'actions', 'canvas', 'panels', 'preview', 'app'] as const;

/** native room -> rooms it may include */
export const nativeUses: Readonly<Record<string, readonly string[]>> = {
  plan: [],
  rt: ['plan'],
  dsp: ['plan'],
  media: ['plan', 'rt'],
  signal: ['plan', 'rt'],
  audio: ['plan', 'rt', 'signal', 'dsp', 'media'],
  gl: ['plan', 'rt', 'signal', 'media'],
  clock: ['plan', 'rt', 'signal', 'audio', 'gl', 'media', 'frames'],
  frames: ['plan', 'rt'],
  ring: ['frames', 'rt'],
  addon: ['plan', 'rt', 'dsp', 'media', 'signal', 'audio', 'gl', 'clock', 'frames'],
};

/** What a room may import beside the rooms before it: mostly the shape of the thing that it produces. */
export const also: Readonly<Record<string, readonly string[]>> = {
  'runtime/compile': ['runtime/plan/types.ts'],
  'editor': [
    'runtime/document/', 'runtime/protocol/', 'runtime/catalog/types.ts', 'runtime/compile/types.ts', 'runtime/compile/cycles.ts', 'runtime/compile/ports.ts',
  ],
};

/** These, and everything that they import, run in a browser too: no Node, no sockets. */
export const freeOfNode: readonly string[] = [
  'runtime/document/', 'runtime/protocol/', 'runtime/catalog/types.ts', 'runtime/compile/types.ts', 'runtime/compile/cycles.ts', 'runtime/compile/ports.ts',
];

/** npm package (or a scope of them) -> where it may be imported. A package that is not here may be imported nowhere. */
export const packageFences: Readonly<Record<string, readonly string[]>> = {
  'ajv': ['runtime/document/', 'runtime/catalog/', 'runtime/protocol/'],
  'jsonc-parser': ['runtime/document/'],
  'json5': ['runtime/catalog/'],
  '@shaderfrog/glsl-parser': ['runtime/compile/glsl/'],
  'zeromq': ['runtime/engine/', 'runtime/host/'],
  'ws': ['runtime/host/'],
  'esbuild': ['runtime/host/'],
  'chokidar': ['runtime/host/', 'runtime/catalog/'],
  'electron': ['editor/shell/'],
  '@xyflow/': ['editor/canvas/', 'editor/app/'],
  'rete': ['editor/graph/'],
  'rete-': ['editor/graph/'],
  'monaco-editor': ['editor/panels/code/'],
  'elkjs': ['editor/actions/', 'editor/canvas/'],
  'zustand': ['editor/store/'],
  '@fontsource-variable/': ['editor/app/'],
  'react': ['editor/'],
  'react-dom': ['editor/'],
  // load the addons
  'node:module': ['runtime/engine/native-engine.ts', 'runtime/host/native-ring.ts'],
};

/** system header -> the native rooms, or the files in them, that may include it */
export const headerFences: readonly (readonly [header: RegExp, rooms: readonly string[]])[] = [
  [/^(napi|node_api|js_native_api|uv)\.h$/, ['addon', 'ring']],
  [/^lib(av|sw)\w*\//, ['media']],
  [/^(epoxy|GL|GLES\d|EGL|gbm)\b/, ['gl']],
  [/^X11\//, ['gl']],
  [/^faust\//, ['dsp']],
  [/^llvm/, ['dsp']],
  [/^(ft2build\.h|freetype\/|hb)/, ['gl']],
  [/^(portaudio\.h|pa_\w+\.h)$/, ['audio/device_portaudio.cc']],
  [/^jack\//, ['audio/device_jack.cc']],
  [/^fftw3\.h$/, ['audio', 'gl']],
  [/^xxhash\.h$/, ['clock']],
  [/^(turbo)?jpeglib\.h$|^turbojpeg\.h$/, ['frames', 'ring']],
  [/^nlohmann\//, ['plan', 'dsp']],
];

/** code lines; past this a file is split */
export const MAX_LINES = 500;
