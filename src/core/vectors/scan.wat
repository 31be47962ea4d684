;; Dot products of one query of int16 with rows of int8, four rows at a time. Bound to src/core/vectors/scanKernel.ts, which says where in the
;; memory the query, the sums and the rows lie. $dims is a multiple of 16. Works on a multiple of four rows: those behind the last are read and
;; summed too, and nobody looks at them. Sums must fit in int32: the query's scale sees to it (src/core/vectors/scan.ts).
(module
  ;; 4 pages of 64 kB: a block of rows that stays in the second-level cache.
  (memory (export "memory") 4 4)
  (func (export "dots") (param $query i32) (param $rows i32) (param $count i32) (param $dims i32) (param $sums i32)
    (local $row1 i32) (local $row2 i32) (local $row3 i32) (local $next i32)
    (local $at i32) (local $end i32) (local $part v128)
    (local $sum0 v128) (local $sum1 v128) (local $sum2 v128) (local $sum3 v128)
    (local.set $end (i32.add (local.get $query) (i32.shl (local.get $dims) (i32.const 1))))
    (block $done
      (loop $four
        (br_if $done (i32.le_s (local.get $count) (i32.const 0)))
        (local.set $row1 (i32.add (local.get $rows) (local.get $dims)))
        (local.set $row2 (i32.add (local.get $row1) (local.get $dims)))
        (local.set $row3 (i32.add (local.get $row2) (local.get $dims)))
        (local.set $next (i32.add (local.get $row3) (local.get $dims)))
        (local.set $sum0 (v128.const i32x4 0 0 0 0))
        (local.set $sum1 (v128.const i32x4 0 0 0 0))
        (local.set $sum2 (v128.const i32x4 0 0 0 0))
        (local.set $sum3 (v128.const i32x4 0 0 0 0))
        (local.set $at (local.get $query))
        (loop $along
          (local.set $part (v128.load (local.get $at)))
          (local.set $sum0 (i32x4.add (local.get $sum0)
            (i32x4.dot_i16x8_s (local.get $part) (v128.load8x8_s (local.get $rows)))))
          (local.set $sum1 (i32x4.add (local.get $sum1)
            (i32x4.dot_i16x8_s (local.get $part) (v128.load8x8_s (local.get $row1)))))
          (local.set $sum2 (i32x4.add (local.get $sum2)
            (i32x4.dot_i16x8_s (local.get $part) (v128.load8x8_s (local.get $row2)))))
          (local.set $sum3 (i32x4.add (local.get $sum3)
            (i32x4.dot_i16x8_s (local.get $part) (v128.load8x8_s (local.get $row3)))))
          (local.set $part (v128.load offset=16 (local.get $at)))
          (local.set $sum0 (i32x4.add (local.get $sum0)
            (i32x4.dot_i16x8_s (local.get $part) (v128.load8x8_s offset=8 (local.get $rows)))))
          (local.set $sum1 (i32x4.add (local.get $sum1)
            (i32x4.dot_i16x8_s (local.get $part) (v128.load8x8_s offset=8 (local.get $row1)))))
          (local.set $sum2 (i32x4.add (local.get $sum2)
            (i32x4.dot_i16x8_s (local.get $part) (v128.load8x8_s offset=8 (local.get $row2)))))
          (local.set $sum3 (i32x4.add (local.get $sum3)
            (i32x4.dot_i16x8_s (local.get $part) (v128.load8x8_s offset=8 (local.get $row3)))))
          (local.set $rows (i32.add (local.get $rows) (i32.const 16)))
          (local.set $row1 (i32.add (local.get $row1) (i32.const 16)))
          (local.set $row2 (i32.add (local.get $row2) (i32.const 16)))
          (local.set $row3 (i32.add (local.get $row3) (i32.const 16)))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (br_if $along (i32.lt_u (local.get $at) (local.get $end))))
        ;; Four vectors of four partial sums become one vector of four sums.
        (local.set $sum0 (i32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $sum0) (local.get $sum1))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $sum0) (local.get $sum1))))
        (local.set $sum2 (i32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $sum2) (local.get $sum3))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $sum2) (local.get $sum3))))
        (v128.store (local.get $sums) (i32x4.add
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $sum0) (local.get $sum2))
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $sum0) (local.get $sum2))))
        (local.set $sums (i32.add (local.get $sums) (i32.const 16)))
        (local.set $rows (local.get $next))
        (local.set $count (i32.sub (local.get $count) (i32.const 4)))
        (br $four)))))
