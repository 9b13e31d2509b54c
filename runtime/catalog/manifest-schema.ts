/** The shape of a `.node.json` file. What a schema cannot say (ranges that fit, ports of a service) is in manifest.ts. */
import type { Param, WireType } from './types.ts';

export interface ManifestParam {
  name: string;
  kind: Param['kind'];
  title?: string;
  description?: string;
  unit?: string;
  scale?: 'linear' | 'log';
  min?: number | number[];
  max?: number | number[];
  default?: NonNullable<Param['default']> | null;
  step?: number;
  values?: number[];
  labels?: string[];
}

export interface ManifestPort { name: string; type: WireType; channels?: number; title?: string; description?: string }

export interface Manifest {
  title?: string;
  description?: string;
  category?: string;
  search?: string[];
  /** absent: the manifest belongs to a shader of the same name */
  service?: string;
  config?: Record<string, unknown>;
  delay?: boolean;
  inlets?: ManifestPort[];
  outlets?: ManifestPort[];
  params?: ManifestParam[];
  /** beside a shader that keeps nothing from frame to frame: the native kernel that draws the same where GL is software */
  kernel?: 'gaussian';
  /** samplers of the shader that are filled from a parameter */
  textures?: Record<string, { kind: 'curve' | 'gradient' | 'cube'; param: string }>;
}

const words = { type: 'string', minLength: 1, maxLength: 2000 } as const;
const name = { type: 'string', pattern: '^(?!__|gl_)[A-Za-z_]\\w{0,63}$' } as const;
const number = { type: 'number' } as const;
const numberOrList = { anyOf: [number, { type: 'array', items: number, minItems: 1, maxItems: 4 }] } as const;

const port = {
  type: 'object',
  required: ['name', 'type'],
  additionalProperties: false,
  properties: {
    name, type: { enum: ['video', 'audio', 'signal'] }, channels: { type: 'integer', minimum: 1, maximum: 64 },
    title: words, description: words,
  },
} as const;

const param = {
  type: 'object',
  required: ['name', 'kind'],
  additionalProperties: false,
  properties: {
    name, kind: { enum: ['float', 'long', 'bool', 'event', 'color', 'point2D', 'curve', 'gradient', 'file', 'text'] },
    title: words, description: words, unit: words, scale: { enum: ['linear', 'log'] },
    min: numberOrList, max: numberOrList, default: {}, step: { type: 'number', exclusiveMinimum: 0 },
    values: { type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 256 },
    labels: { type: 'array', items: words, minItems: 1, maxItems: 256 },
  },
} as const;

export const manifestSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    title: words, description: words, category: words,
    search: { type: 'array', items: words, maxItems: 100 },
    service: name,
    config: { type: 'object' },
    delay: { type: 'boolean' },
    inlets: { type: 'array', items: port, maxItems: 64 },
    outlets: { type: 'array', items: port, maxItems: 64 },
    params: { type: 'array', items: param, maxItems: 256 },
    kernel: { enum: ['gaussian'] },
    textures: {
      type: 'object',
      propertyNames: name,
      maxProperties: 16,
      additionalProperties: {
        type: 'object', required: ['kind', 'param'], additionalProperties: false,
        properties: { kind: { enum: ['curve', 'gradient', 'cube'] }, param: name },
      },
    },
  },
} as const;

const points = { type: 'array', minItems: 1, maxItems: 1024, items: { type: 'array', items: number, minItems: 2, maxItems: 2 } } as const;
const interpolation = { enum: ['smooth', 'linear', 'hold'] } as const;
const line = { anyOf: [points, { type: 'object', required: ['points'], additionalProperties: false, properties: { points, interpolation } }] } as const;

/** One line for all channels, or a line each for rgb (all), r, g and b. */
export const curveSchema = {
  anyOf: [line, { type: 'object', minProperties: 1, additionalProperties: false, properties: { rgb: line, r: line, g: line, b: line } }],
} as const;

/** Colours over 0..1: `at` ascending. */
export const gradientSchema = {
  type: 'object', required: ['stops'], additionalProperties: false,
  properties: {
    stops: {
      type: 'array', minItems: 1, maxItems: 1024,
      items: {
        type: 'object', required: ['at', 'color'], additionalProperties: false,
        properties: { at: { type: 'number', minimum: 0, maximum: 1 }, color: { type: 'array', items: number, minItems: 4, maxItems: 4 } },
      },
    },
    interpolation,
  },
} as const;
