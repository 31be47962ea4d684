/** Descriptions of hardware, and what machines execute. */
import { DASH, HASH, SLASH, SLASH_BLOCK } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';

export const hardwareLanguages: readonly LanguageDefinition[] = [
  {
    id: 'asm',
    extensions: ['asm', 's', 'nasm'],
    comments: { line: /^\s*(?:[;@]|#\s|\/\/)/, trailing: /\s(?:;+|\/\/|#)\s/, blocks: [SLASH_BLOCK] },
    hasNoDefinitions: true,
  },
  {
    id: 'smali',
    extensions: ['smali'],
    comments: HASH,
    hasNoDefinitions: true,
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
    hasNoDefinitions: true,
  },
];
