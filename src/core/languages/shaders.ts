/** Shading languages. */
import { SLASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import { C_LIKE, type ScanRules } from './scanRules';

const shader: ScanRules = {
  patterns: [
    { kind: 'class', expression: /^\s*(?:struct|cbuffer|Shader)\s+"?(?<name>[\w/]+)/ },
    { kind: 'function', expression: /^\s*(?:@\w+(?:\([^)]*\))?\s+)*fn\s+(?<name>\w+)/ },
    C_LIKE,
  ],
};

export const shadersLanguages: readonly LanguageDefinition[] = [
  {
    id: 'glsl',
    extensions: ['glsl', 'vert', 'frag', 'geom', 'comp', 'tesc', 'tese'],
    comments: SLASH,
    scan: shader,
  },
  {
    id: 'hlsl',
    extensions: ['hlsl', 'hlsli', 'fx', 'fxh'],
    comments: SLASH,
    scan: shader,
  },
  {
    id: 'wgsl',
    extensions: ['wgsl'],
    comments: SLASH,
    scan: shader,
  },
  {
    id: 'shaderlab',
    extensions: ['shader', 'cginc'],
    comments: SLASH,
    scan: shader,
  },
];
