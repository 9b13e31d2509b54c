/**
 * The one catalogue of problems. A code names the kind; the sentence says what is wrong and what to do.
 * Native code uses the same codes as strings; tests/native holds the two together.
 */
export const codes = {
  'doc.json': 'The file is not valid JSON.',
  'doc.too-large': 'The file is larger than a patch may be.',
  'doc.too-deep': 'The file nests deeper than a patch may.',
  'doc.forbidden-key': 'A key is not allowed in a patch.',
  'doc.duplicate-key': 'Two entries in one object have the same id.',
  'doc.schema': 'A field has the wrong shape.',
  'doc.version': 'The file was written by a newer version.',
  'doc.missing': 'The file could not be read.',
  'edit.refused': 'The edit does not fit the document.',
  'node.unknown-type': 'No node file has this type.',
  'node.changed': 'The node file differs from the one the patch was saved with.',
  'node.broken': 'The node file could not be read.',
  'node.name-clash': 'Two node files have the same type id.',
  'node.refused': 'The node file asks for something that is not allowed.',
  'param.unknown': 'The node has no such parameter.',
  'param.value': 'The parameter cannot hold this value.',
  'wire.unknown-node': 'A wire names a node that does not exist.',
  'wire.unknown-port': 'A wire names a port that does not exist.',
  'wire.type': 'The two ends of a wire carry different types.',
  'wire.occupied': 'A video inlet takes one wire only.',
  'wire.direction': 'A wire must go from an outlet to an inlet or a parameter.',
  'cycle': 'The wires form a loop without a delay.',
  'definition.unknown': 'No definition has this name.',
  'definition.recursive': 'A definition contains itself.',
  'output.none': 'Nothing in the patch reaches an output.',
  'output.several': 'The patch has more than one picture output.',
  'media.unknown': 'A node names a media entry that does not exist.',
  'media.missing': 'The media file does not exist.',
  'media.outside': 'The media file lies outside the project.',
  'media.refused': 'This kind of media is not opened.',
  'media.corrupt': 'The media file could not be decoded.',
  'media.empty': 'The media file holds no picture or sound of the kind that is needed.',
  'shader.compile': 'The shader does not compile.',
  'shader.main': 'The shader has no main().',
  'shader.slow': 'The shader would take too long to draw.',
  'dsp.compile': 'The Faust program does not compile.',
  'dsp.refused': 'The Faust program uses something that is not allowed.',
  'dsp.crash': 'The Faust program crashed or hung when it was tried out.',
  'number.not-finite': 'A node made a number that is not finite; it was replaced by 0.',
  'output.write': 'The output could not be written.',
  'output.exists': 'The output could not be replaced.',
  'render.option': 'An option of the render does not fit.',
  'render.cancelled': 'The render was cancelled.',
  'device.missing': 'The device is not there.',
  'device.failed': 'The device could not be opened, or stopped.',
  'ring.create': 'The frame ring could not be made.',
  'ring.open': 'The frame ring could not be opened.',
  'ring.foreign': 'The file is not the frame ring that was expected.',
  'ring.busy': 'The frame ring is already being waited for.',
  'ring.jpeg': 'The frame could not be made into a JPEG.',
  'engine.gl': 'No OpenGL context could be made.',
  'engine.failed': 'The engine could not go on.',
} as const;

export type Code = keyof typeof codes;

export interface Diagnostic {
  code: Code;
  severity: 'error' | 'warning' | 'info';
  /** a whole sentence, with what to do */
  message: string;
  /** document node path (`n_a` or `n_sub/n_a`), when one is to blame */
  node?: string;
  wire?: string;
  /** node file or media path, and its own 1-based line */
  file?: string;
  line?: number;
  column?: number;
}

/** A value or the diagnostics that stood in its way. */
export type Result<T> = { ok: true; value: T; diagnostics: Diagnostic[] } | { ok: false; diagnostics: Diagnostic[] };
