/** Descriptions of hardware, and what machines execute. */
import { DASH, HASH, SLASH, SLASH_BLOCK } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';

export const hardwareLanguages: readonly LanguageDefinition[] = [
  {
    id: 'asm',
    extensions: ['asm', 's', 'nasm'],
    comments: { line: /^\s*(?:[;@]|#\s|\/\/)/, trailing: /\s(?:;+|\/\/|#)\s/, blocks: [SLASH_BLOCK] },
    scan: {
      patterns: [
        { kind: 'function', expression: /^\s*(?:%macro|\.macro)\s+(?<name>[\w.$@]+)/i, isFlat: true },
        { kind: 'function', expression: /^(?<name>[A-Za-z_.$?@][\w.$?@]*)\s+(?:proc|macro)\b/i, isFlat: true },
        {
          kind: 'class',
          expression: /^\s*(?<name>[A-Za-z_]\w*)\s+struc?t?\b|^\s*struc\s+(?<name2>\w+)/i,
          isFlat: true,
        },
        // Labels that begin with a dot or are numbers are local to the one before.
        { kind: 'function', expression: /^(?!\d)(?<name>[A-Za-z_$?@][\w.$?@]*):(?!=)/, isFlat: true },
        { kind: 'variable', expression: /^\s*(?<name>[A-Za-z_]\w*)\s+equ\b/i },
      ],
    },
  },
  {
    id: 'smali',
    extensions: ['smali'],
    comments: HASH,
    scan: {
      annotation: /^\s*\.annotation/,
      patterns: [
        { kind: 'class', expression: /^\.class\s+(?:[\w-]+\s+)*L(?:[\w$-]+\/)*(?<name>[\w$-]+);/, isFlat: true },
        { kind: 'function', expression: /^\.method\s+(?:[\w-]+\s+)*(?<name>[\w$<>-]+)\(/ },
        { kind: 'variable', expression: /^\.field\s+(?:[\w-]+\s+)*(?<name>[\w$-]+):/ },
      ],
    },
  },
  {
    id: 'systemverilog',
    extensions: ['sv', 'svh'],
    comments: SLASH,
    scan: {
      patterns: [
        { kind: 'module', expression: /^\s*(?:module|package|interface|class)\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:virtual\s+)?(?:function|task)\s+.*?(?<name>\w+)\s*[(;]/ },
      ],
    },
  },
  {
    id: 'verilog',
    extensions: ['vh'],
    comments: SLASH,
    scan: {
      patterns: [
        { kind: 'module', expression: /^\s*(?:module|package|interface)\s+(?<name>\w+)/ },
        { kind: 'function', expression: /^\s*(?:function|task)\s+.*?(?<name>\w+)\s*[(;]/ },
      ],
    },
  },
  {
    id: 'vhdl',
    extensions: ['vhd', 'vhdl'],
    comments: DASH,
    scan: {
      patterns: [
        { kind: 'module', expression: /^\s*(?:entity|package(?:\s+body)?)\s+(?<name>\w+)\s+is/i },
        { kind: 'class', expression: /^\s*architecture\s+\w+\s+of\s+(?<name>\w+)/i },
        { kind: 'function', expression: /^\s*(?:function|procedure)\s+(?<name>\w+)/i },
      ],
    },
  },
  {
    id: 'wat',
    extensions: ['wat', 'wast'],
    comments: { line: /^\s*;;/, trailing: /\s;;\s/, blocks: [{ open: /^\s*\(;/, close: /;\)/ }] },
    scan: {
      patterns: [
        { kind: 'module', expression: /^\s*\(module\s+\$(?<name>[\w.-]+)/ },
        { kind: 'function', expression: /\(func\s+\$(?<name>[^\s()]+)/ },
        { kind: 'function', expression: /^\s*\(func\s+\(export\s+"(?<name>[^"]+)"/ },
        { kind: 'type', expression: /^\s*\(type\s+\$(?<name>[^\s()]+)/ },
        { kind: 'variable', expression: /^\s*\((?:global|memory|table|data|tag)\s+\$(?<name>[^\s()]+)/ },
      ],
    },
  },
];
