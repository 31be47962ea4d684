import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extensionOf, languageOf } from '../../../src/core/corpus/language';

test('languages by extension and by name', () => {
  const expected: Record<string, string> = {
    'src/a.ts': 'typescript',
    'a.d.mts': 'typescript',
    'a.tsx': 'typescriptreact',
    'a.mjs': 'javascript',
    'a.jsx': 'javascriptreact',
    'a.py': 'python',
    'a.go': 'go',
    'go.mod': 'go.mod',
    'a.rs': 'rust',
    'A.java': 'java',
    'a.c': 'c',
    'a.h': 'cpp',
    'a.C++': 'cpp',
    'a.cs': 'csharp',
    'a.rb': 'ruby',
    Rakefile: 'ruby',
    'a.php': 'php',
    'a.sh': 'shellscript',
    'a.ps1': 'powershell',
    'a.kt': 'kotlin',
    'build.gradle.kts': 'kotlin',
    'build.gradle': 'groovy',
    'a.swift': 'swift',
    'a.scala': 'scala',
    'a.exs': 'elixir',
    'a.hs': 'haskell',
    'a.lua': 'lua',
    'a.zig': 'zig',
    'a.dart': 'dart',
    'README.MD': 'markdown',
    'a.ipynb': 'ipynb',
    'a.json': 'json',
    'tsconfig.jsonc': 'jsonc',
    'a.yml': 'yaml',
    'Cargo.toml': 'toml',
    'a.html': 'html',
    'a.scss': 'scss',
    'a.sql': 'sql',
    'a.proto': 'proto3',
    'a.rst': 'restructuredtext',
    'a.adoc': 'asciidoc',
    'a.txt': 'plaintext',
    'CMakeLists.txt': 'cmake',
    'requirements.txt': 'pip',
    Dockerfile: 'dockerfile',
    'Dockerfile.test': 'dockerfile',
    'prod.dockerfile': 'dockerfile',
    Makefile: 'makefile',
    LICENSE: 'plaintext',
    'a.unheardof': 'plaintext',
    'constructor.toString': 'plaintext',
    __proto__: 'plaintext',
    'folder.py/file': 'plaintext',
  };
  const actual = Object.fromEntries(Object.keys(expected).map((path) => [path, languageOf(path)]));
  assert.deepEqual(actual, expected);
});

test('a leading dot starts a name', () => {
  assert.deepEqual(['.bashrc', 'a.', 'a', 'b/.x/a.TS', '.env.ts'].map(extensionOf), ['', '', '', 'ts', 'ts']);
});
