/** Which language a document is in where its name does not say, or several languages use its extension. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from '../../../src/core/corpus/language';
import { allSigns } from '../../../src/core/languages/contentSigns';
import { languageById } from '../../../src/core/languages/registry';

function languages(texts: readonly (readonly [path: string, text: string, language: string])[]): void {
  assert.deepEqual(
    texts.map(([path, text]) => [path, text, languageOf(path, text)]),
    texts,
  );
}

test('the first line of a script names its interpreter', () => {
  languages([
    ['bin/deploy', '#!/usr/bin/env python3\nprint(1)\n', 'python'],
    ['bin/deploy', '#!/usr/bin/python3.11 -u\n', 'python'],
    ['bin/cleanup', '#!/bin/bash\n', 'shellscript'],
    ['bin/cleanup', '#! /bin/sh -e\n', 'shellscript'],
    ['bin/a', '#!/usr/bin/env -S node --no-warnings\n', 'javascript'],
    ['bin/a', '#!/usr/bin/env -S A=1 deno run\n', 'typescript'],
    ['bin/a.cgi', '#!/usr/bin/perl -w\r\nprint 1;\r\n', 'perl'],
    ['bin/a', '#!/usr/local/bin/ruby2.7\n', 'ruby'],
    ['bin/a', '#!/usr/bin/env pwsh\n', 'powershell'],
    ['bin/a', '#!/usr/bin/awk -f\n', 'awk'],
    ['bin/a', '#!/usr/bin/env Rscript\n', 'r'],
    ['bin/a', '#!/bin/sh\n# the next line restarts \\\nexec tclsh "$0" "$@"\n', 'tcl'],
    ['bin/a', '#!/opt/unheard-of\n', 'plaintext'],
    ['bin/a', '#!\n', 'plaintext'],
    ['bin/a', '#!/usr/bin/env\n', 'plaintext'],
    ['a.py', '#!/bin/sh\n', 'python'],
  ]);
});

test('a modeline names the language', () => {
  const filler = 'a = 1\n'.repeat(40);
  languages([
    ['a.conf', '# vim: set ft=ruby :\na\n', 'ruby'],
    ['a', '// vi:sw=2 ft=cpp\n', 'cpp'],
    ['a', `${filler}# vim: ts=4 filetype=python\n`, 'python'],
    ['a', `${filler}# vim: ft=python\n${filler}`, 'plaintext'],
    ['a.h', '/* -*- C++ -*- */\nint a;\n', 'cpp'],
    ['a.inc', '; -*- mode: asm; coding: utf-8 -*-\n', 'asm'],
    ['a', `${filler}# Local Variables:\n# mode: sh\n# End:\n`, 'shellscript'],
    ['a.c', '/* vim: set ft=unheardof: */\n', 'c'],
    ['README.md', 'Write `# vim: ft=ruby` in the first line.\n', 'markdown'],
    ['a.rb', '# vim: set shiftwidth=2:\n', 'ruby'],
  ]);
});

test('the text tells where several languages use an extension', () => {
  languages([
    ['a.m', "function y = low(x)\n% LOW pass\n  y = x';\nend\n", 'matlab'],
    ['a.m', 'x = [1 2 3];\nplot(x)\n', 'matlab'],
    ['a.m', '#import "A.h"\n\n@implementation A\n@end\n', 'objective-c'],
    ['a.m', '// A\nint main(void) {\n  return 0;\n}\n', 'objective-c'],
    ['a.h', '#import <UIKit/UIKit.h>\n@protocol A <NSObject>\n@end\n', 'objective-c'],
    ['a.h', '#pragma once\nnamespace a {\n}\n', 'cpp'],
    ['a.h', '#pragma once\nclass GAME_API A : public B {\n};\n', 'cpp'],
    ['a.h', '#include <string>\n', 'cpp'],
    ['a.h', '#ifndef A_H\n#include <stdio.h>\nstruct a { int b; };\nvoid f(struct a *);\n#endif\n', 'c'],
    ['a.h', '/* Nothing yet. */\n', 'cpp'],
    ['a.v', 'module counter(input clk);\nendmodule\n', 'verilog'],
    ['a.v', 'Require Import Arith.\nLemma a : True.\nProof. auto. Qed.\n', 'coq'],
    ['a.v', 'module main\n\nfn main() {\n}\n', 'v'],
    ['a.ts', '<?xml version="1.0"?>\n<!DOCTYPE TS>\n<TS version="2.1">\n', 'xml'],
    ['a.ts', 'const a = <T>(b: T) => b;\n', 'typescript'],
    ['a.mts', 'export const a = 1;\n', 'typescript'],
    ['a.cls', 'VERSION 1.0 CLASS\r\nAttribute VB_Name = "A"\r\n', 'vb'],
    ['a.cls', '@IsTest\nprivate with sharing class A {\n}\n', 'apex'],
    ['a.cls', '\\NeedsTeXFormat{LaTeX2e}\n\\ProvidesClass{a}\n', 'latex'],
    ['a.inc', '<?php\nfunction a() {}\n', 'php'],
    ['a.inc', '#include "b.h"\nstatic int a;\n', 'c'],
    ['a.inc', '%macro a 1\n%endmacro\n', 'asm'],
    ['a.inc', 'SRC_URI = "a"\nDEPENDS += "b"\n', 'makefile'],
    ['a.pl', 'use strict;\nmy $a = 1;\n', 'perl'],
    ['a.pl', ':- module(a, [b/1]).\nb(X) :- c(X).\n', 'prolog'],
    ['a.pro', 'QT += core\nSOURCES = a.cpp\n', 'ini'],
    ['a.mo', 'model A\n  Real x;\nend A;\n', 'modelica'],
    ['a.pkl', 'class A {\n}\n', 'pkl'],
    ['a.pp', 'class ntp (\n) {\n}\n', 'puppet'],
    ['a.pp', 'unit a;\ninterface\nend.\n', 'pascal'],
    ['a.fs', '#version 330\nvoid main() {\n}\n', 'glsl'],
    ['a.fs', 'module A\nlet b = 1\n', 'fsharp'],
  ]);
});

test('a name that says nothing is read by its beginning', () => {
  languages([
    ['invoice.module', '<?php\nfunction invoice_node_view($node) {}\n', 'php'],
    ['a.install', '\n<?php\n', 'php'],
    ['a.unheardof', '<?xml version="1.0"?>\n<a/>\n', 'xml'],
    ['a', '<!DOCTYPE html>\n', 'html'],
    ['SConstruct', 'Program("a.c")\n', 'python'],
    ['a.unheardof', 'about <?php in a text\n', 'plaintext'],
  ]);
});

test('what the settings associate goes before everything else, the longest glob first', () => {
  const associations = {
    '*.inc': 'cpp',
    'legacy/**/*.inc': 'php',
    '*.tmpl': 'HTML',
    '*.css': 'unheard-of',
    '[': 'php',
  };
  const paths = ['a/b.INC', 'legacy/a/b.inc', 'a.tmpl', 'a.css', 'a.other'];
  assert.deepEqual(
    paths.map((path) => languageOf(path, '<?php\n// vim: ft=ruby\n', associations)),
    ['cpp', 'php', 'html', 'ruby', 'ruby'],
  );
});

test('each sign names a language, and none is slow', () => {
  const scraps = ['a ', 'a(', '\ta', '@a(', '-', 'module ', '\n', 'class A ', 'a = ', '{', '<', '#include ', '%'];
  const hostile = scraps.map((scrap) => scrap.repeat(20_000));
  for (const [language, sign] of allSigns()) {
    assert.ok(languageById(language), language);
    // A sign with two ways to read a text would not come back.
    for (const text of hostile) sign.test(text.slice(0, 20_000));
  }
  for (const text of hostile) languageOf('a', `#!${text}`);
});
