/** Colours for ISF (GLSL with a header comment in JSON) and Faust. */
import type * as Monaco from 'monaco-editor/editor.js';

const GLSL_WORDS = 'attribute const uniform varying layout centroid flat smooth break continue do for while switch case default if else in out inout true false invariant discard return struct precision highp mediump lowp'.split(' ');
const GLSL_TYPES = 'float int uint void bool mat2 mat3 mat4 vec2 vec3 vec4 ivec2 ivec3 ivec4 uvec2 uvec3 uvec4 bvec2 bvec3 bvec4 sampler2D samplerCube'.split(' ');
const ISF_WORDS = 'TIME TIMEDELTA DATE FRAMEINDEX RENDERSIZE PASSINDEX BEAT WEFT_SEED WEFT_FRAME_SEED isf_FragNormCoord gl_FragColor gl_FragCoord IMG_PIXEL IMG_NORM_PIXEL IMG_THIS_PIXEL IMG_THIS_NORM_PIXEL IMG_SIZE'.split(' ');
const FAUST_WORDS = 'process import library component declare with letrec where environment case seq par sum prod hslider vslider nentry button checkbox hgroup vgroup tgroup hbargraph vbargraph mem prefix int float select2 select3 rdtable rwtable waveform soundfile'.split(' ');

const lineComment: Monaco.languages.LanguageConfiguration = { comments: { lineComment: '//', blockComment: ['/*', '*/'] }, brackets: [['{', '}'], ['[', ']'], ['(', ')']], autoClosingPairs: [{ open: '{', close: '}' }, { open: '[', close: ']' }, { open: '(', close: ')' }, { open: '"', close: '"' }] };

const numbers: Monaco.languages.IMonarchLanguageRule[] = [[/\d*\.\d+(?:[eE][-+]?\d+)?[fF]?/, 'number'], [/0[xX][0-9a-fA-F]+/, 'number'], [/\d+[uUfF]?/, 'number']];
const comment: Monaco.languages.IMonarchLanguageRule[] = [[/[^/*]+/, 'comment'], [/\*\//, 'comment', '@pop'], [/[/*]/, 'comment']];

export function addLanguages(monaco: typeof Monaco): void {
  monaco.languages.register({ id: 'isf' });
  monaco.languages.setLanguageConfiguration('isf', lineComment);
  monaco.languages.setMonarchTokensProvider('isf', {
    words: GLSL_WORDS, types: GLSL_TYPES, isf: ISF_WORDS,
    tokenizer: {
      root: [
        // the header: the first comment, if it holds an object
        [/\/\*(?=\s*\{?\s*$)/, 'comment', '@header'], [/\/\*\s*(?=\{)/, 'comment', '@header'],
        [/\/\*/, 'comment', '@comment'], [/\/\/.*$/, 'comment'], [/^\s*#\w+/, 'meta'],
        [/[a-zA-Z_]\w*/, { cases: { '@words': 'keyword', '@types': 'type', '@isf': 'variable.predefined', '@default': 'identifier' } }],
        ...numbers, [/[{}()[\]]/, '@brackets'], [/[;,.]/, 'delimiter'], [/[-+*/=<>!&|^%?:~]+/, 'operator'],
      ],
      header: [[/\*\//, 'comment', '@pop'], [/"[^"]*"(?=\s*:)/, 'attribute.name'], [/"[^"]*"/, 'string'], [/true|false|null/, 'keyword'], [/-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/, 'number'], [/[{}[\],:]/, 'delimiter'], [/./, 'comment']],
      comment,
    },
  });
  monaco.languages.register({ id: 'faust' });
  monaco.languages.setLanguageConfiguration('faust', lineComment);
  monaco.languages.setMonarchTokensProvider('faust', {
    words: FAUST_WORDS,
    tokenizer: {
      root: [
        [/\/\*/, 'comment', '@comment'], [/\/\/.*$/, 'comment'], [/"[^"]*"/, 'string'],
        [/[a-z]{2}\.(?=\w)/, 'type'], [/[a-zA-Z_]\w*/, { cases: { '@words': 'keyword', '@default': 'identifier' } }],
        ...numbers, [/[{}()[\]]/, '@brackets'], [/<:|:>|[:,~]/, 'keyword'], [/[-+*/=<>!&|^%@']+/, 'operator'], [/[;.]/, 'delimiter'],
      ],
      comment,
    },
  });
  monaco.editor.defineTheme('weft', {
    base: 'vs-dark', inherit: true,
    rules: [
      { token: 'comment', foreground: '6b7280' }, { token: 'keyword', foreground: 'c4b5fd' }, { token: 'type', foreground: '7dd3c0' }, { token: 'variable.predefined', foreground: 'fbb454' },
      { token: 'number', foreground: 'f0a9a9' }, { token: 'string', foreground: '9fd8a8' }, { token: 'attribute.name', foreground: '93c5fd' }, { token: 'meta', foreground: '93c5fd' }, { token: 'operator', foreground: 'a2a9b6' }, { token: 'delimiter', foreground: 'a2a9b6' },
    ],
    colors: {
      'editor.background': '#121317', 'editor.foreground': '#e8eaee', 'editorLineNumber.foreground': '#4b5362', 'editorLineNumber.activeForeground': '#a2a9b6', 'editor.lineHighlightBackground': '#16181d',
      'editor.selectionBackground': '#343a46', 'editorGutter.background': '#121317', 'editorWidget.background': '#1d2026', 'editorWidget.border': '#363c47', 'focusBorder': '#00000000',
    },
  });
}
