/** Monaco without the languages that nobody writes here. Its worker is bundled beside the page. */
import * as monaco from 'monaco-editor/editor.js';
import 'monaco-editor/features/codeEditor/register.js';
import 'monaco-editor/features/find/register.js';
import 'monaco-editor/features/bracketMatching/register.js';
import 'monaco-editor/features/comment/register.js';
import 'monaco-editor/features/hover/register.js';
import 'monaco-editor/features/multicursor/register.js';
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';
import { addLanguages } from './languages.ts';

let ready = false;

/** Once per page: Monaco itself is one per page. */
export function loadMonaco(): typeof monaco {
  if (!ready) {
    ready = true;
    (self as unknown as { MonacoEnvironment: unknown }).MonacoEnvironment = { getWorker: () => new EditorWorker() };
    addLanguages(monaco);
  }
  return monaco;
}
