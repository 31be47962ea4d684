/** Definitions as people write them, one small text each: what is found, by kind and symbol, in order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outlineDocument } from '../../../src/core/chunking/chunkDocument';
import { flatten } from '../../../src/core/chunking/outline';
import { languageOf } from '../../../src/core/corpus/language';
import { testParsers } from '../chunking/grammars';

const parsers = testParsers();

/** File name, text, definitions. */
const WRITTEN: readonly (readonly [file: string, text: string, definitions: readonly string[]])[] = [
  [
    'low.m',
    'function y = low(x, cutoff)\n% LOW passes\n  y = x;\nend\n\nfunction reset\nend\n',
    ['function low', 'function reset'],
  ],
  [
    'Shape.m',
    'classdef Shape < handle\n  methods\n    function a = area(s)\n    end\n  end\nend\n',
    ['class Shape', 'method Shape.area'],
  ],
  [
    'Login.h',
    '#import <UIKit/UIKit.h>\n\n@protocol LoginDelegate <NSObject>\n- (void)didFinish:(BOOL)ok;\n@end\n\n@interface Login : UIView\n- (void)submit:(NSString *)name;\n@end\n',
    ['interface LoginDelegate', 'method didFinish', 'class Login', 'method submit'],
  ],
  [
    'bin/deploy',
    '#!/usr/bin/env python3\n"""Uploads."""\n\n\ndef upload(path):\n    print(path)\n',
    ['function upload'],
  ],
  ['bin/cleanup', '#!/bin/bash\nremove_stale() {\n  git branch -d\n}\n', ['function remove_stale']],
  [
    'pay.cbl',
    '       IDENTIFICATION DIVISION.\n       PROGRAM-ID. PAYROLL.\n       DATA DIVISION.\n       WORKING-STORAGE SECTION.\n       01  EMPLOYEE-RECORD.\n           05 NAME PIC X.\n       PROCEDURE DIVISION.\n       CALCULATE-OVERTIME.\n           MULTIPLY A BY B GIVING C.\n           EXIT.\n       PRINT-PAYSLIP.\n           DISPLAY C.\n           GOBACK.\n',
    [
      'section IDENTIFICATION DIVISION',
      'module PAYROLL',
      'section DATA DIVISION',
      'section WORKING-STORAGE',
      'class EMPLOYEE-RECORD',
      'section PROCEDURE DIVISION',
      'function CALCULATE-OVERTIME',
      'function PRINT-PAYSLIP',
    ],
  ],
  [
    'ring.adb',
    'package body Ring is\n   procedure Put_Item (V : Integer) is\n   begin\n      null;\n   end Put_Item;\n\n   function "+" (A, B : Item) return Item is\n   begin\n      return A;\n   end "+";\nend Ring;\n',
    ['module Ring', 'function Ring.Put_Item', 'function Ring.+'],
  ],
  [
    'rules.bzl',
    'def make_bundle(name):\n    pass\n\ncc_library(\n    name = "core",\n    srcs = ["a.c"],\n)\n',
    ['function make_bundle', 'block core'],
  ],
  ['BUILD', 'load(":a.bzl", "a")\n\na(name = "tests")\n', ['block tests']],
  [
    'Counter.razor',
    '@page "/counter"\n<p>@count</p>\n@code {\n    private int count = 0;\n    private async Task RefreshForecast()\n    {\n    }\n}\n',
    ['variable count', 'function RefreshForecast'],
  ],
  [
    'cart.res',
    'type item = {name: string}\n\nlet applyCoupon = (cart, code) => {\n  cart\n}\n\nmodule Total = {\n  let make = (~items) => items\n}\n',
    ['type item', 'function applyCoupon', 'module Total', 'function Total.make'],
  ],
  [
    'book.pyx',
    'cdef class Book:\n    cdef int depth\n    cpdef double mid_price(self):\n        return 1.0\n\ncdef inline int fast(int a) nogil:\n    return a\n\ndef slow(a):\n    return a\n',
    ['class Book', 'method Book.mid_price', 'function fast', 'function slow'],
  ],
  [
    'a.nix',
    '{ pkgs }:\nlet\n  greet = name: "hi";\n  tools = {\n    a = 1;\n  };\nin\ngreet\n',
    ['function greet', 'block tools'],
  ],
  [
    'page.twig',
    "{% extends 'base' %}\n{% block content %}\n<p></p>\n{% endblock %}\n{% macro input(name) %}\n{% endmacro %}\n",
    ['block content', 'function input'],
  ],
  [
    'a.odin',
    'package a\n\nVec :: struct {\n\tx: f32,\n}\n\nadd :: proc(a, b: Vec) -> Vec {\n\treturn a\n}\n\nMode :: enum {\n\tOn,\n}\n',
    ['class Vec', 'function add', 'enum Mode'],
  ],
  [
    'a.mojo',
    '@value\nstruct Pair:\n    var a: Int\n\n    fn swap(mut self):\n        pass\n\nfn main():\n    pass\n',
    ['class Pair', 'method Pair.swap', 'function main'],
  ],
  [
    'a.s',
    '\t.text\n\t.globl _start\n_start:\n\tmov $1, %eax\n.loop:\n\tjmp .loop\n\n# Adds.\nadd_one:\n\tret\n\n.macro save reg\n\tpush \\reg\n.endm\n',
    ['function _start', 'function add_one', 'function save'],
  ],
  [
    'Hook.cls',
    'public with sharing class Hook {\n  @AuraEnabled\n  public static String run(Id a) {\n  }\n}\n',
    ['class Hook', 'method Hook.run'],
  ],
  [
    'build.gradle',
    'tasks.register("generateIcons") {\n  a()\n}\n\ntask copyAssets(type: Copy) {\n  b()\n}\n\ntask clean {\n}\n\ntasks.create(name: "old", type: Jar) {\n}\n',
    ['function generateIcons', 'function copyAssets', 'function clean', 'function old'],
  ],
  [
    'build.gradle.kts',
    'tasks.register<Copy>("copyDocs") {\n  a()\n}\n\nval pack by tasks.registering(Zip::class) {\n}\n',
    ['function copyDocs', 'function pack'],
  ],
  [
    'net.tcl',
    'namespace eval ::net {\n  proc close {a} {\n  }\n  namespace eval low {\n    proc send {} {\n    }\n  }\n}\n\nproc ::net::openSocket {host} {\n}\n',
    ['module net', 'function net.close', 'module net.low', 'function net.low.send', 'function net.openSocket'],
  ],
];

for (const [file, text, expected] of WRITTEN) {
  test(`definitions of ${file}: ${expected.join(', ')}`, async () => {
    const { definitions, note } = await outlineDocument(text, languageOf(file, text), parsers);
    assert.equal(note, undefined);
    assert.deepEqual(
      definitions.flatMap(flatten).map(({ kind, symbol }) => `${kind} ${symbol}`),
      expected,
    );
  });
}
