//! What each feature adds to a sum: a table of rows in eight bits a cell, each with a scale of its own, as a file keeps them; and
//! tables of plain numbers.
//! Which feature has which row is the dictionary's.

use crate::math::add_packed;
use crate::simd::level;
use fearless_simd::dispatch;

/// Rows of whole numbers, each with a scale.
#[derive(Debug, Clone, Default)]
pub struct PackedRows {
    /// `bytes[row * (4 + width) ..]`: the scale, then one byte a cell.
    pub(crate) bytes: Vec<u8>,
    pub(crate) width: usize,
}

/// Cells that are summed together, in registers.
const LANES: usize = 32;

/// Scale and cells of a packed row.
#[inline(always)]
fn unpack(row: &[u8]) -> (f32, &[u8]) {
    let (scale, cells) = row.split_at(4);
    (f32::from_le_bytes([scale[0], scale[1], scale[2], scale[3]]), cells)
}

impl PackedRows {
    /// Packs rows of `width` cells.
    pub fn new(values: &[f32], width: usize) -> Self {
        let mut bytes = Vec::with_capacity(values.len() / width.max(1) * (4 + width));
        for row in values.chunks(width.max(1)) {
            let scale = row.iter().fold(0f32, |a, b| a.max(b.abs())) / 127.0;
            bytes.extend_from_slice(&scale.to_le_bytes());
            bytes.extend(row.iter().map(|v| if scale > 0.0 { (v / scale).round() as i8 as u8 } else { 0 }));
        }
        Self { bytes, width }
    }

    /// Adds several rows, in order.
    pub fn add(&self, rows: &[u32], sum: &mut [f32]) {
        dispatch!(level(), _simd => self.add_with(rows, sum));
    }

    #[inline(always)]
    fn add_with(&self, rows: &[u32], sum: &mut [f32]) {
        let step = 4 + self.width;
        let row = |row: u32| unpack(&self.bytes[row as usize * step..(row as usize + 1) * step]);
        let (lanes, rest) = sum.as_chunks_mut::<LANES>();
        for (k, lane) in lanes.iter_mut().enumerate() {
            let mut sum = *lane;
            for &r in rows {
                let (scale, cells) = row(r);
                let cells: &[u8; LANES] = cells[k * LANES..(k + 1) * LANES].try_into().expect("as many");
                add_packed(&mut sum, scale, cells);
            }
            *lane = sum;
        }
        let done = self.width - rest.len();
        for &r in rows {
            let (scale, cells) = row(r);
            add_packed(rest, scale, &cells[done..]);
        }
    }

    /// The largest weight, regardless of sign; not a number when one of them is none.
    pub fn largest(&self) -> f32 {
        let top = |a: f32, b: f32| if b.abs() <= a || a.is_nan() { a } else { b.abs() };
        self.bytes.chunks_exact(4 + self.width).map(|row| unpack(row).0).fold(0f32, top) * 128.0
    }
}

/// Adds rows of a table whose rows are as wide as `sum`, in order.
pub fn add_rows(table: &[f32], rows: &[u16], sum: &mut [f32]) {
    dispatch!(level(), _simd => add_rows_with(table, rows, sum));
}

#[inline(always)]
fn add_rows_with(table: &[f32], rows: &[u16], sum: &mut [f32]) {
    let width = sum.len();
    let (wide, rest) = sum.as_chunks_mut::<48>();
    add_lanes(table, width, rows, 0, wide);
    let from = width - rest.len();
    let (lanes, rest) = rest.as_chunks_mut::<16>();
    add_lanes(table, width, rows, from, lanes);
    let from = width - rest.len();
    for &row in rows {
        let cells = &table[usize::from(row) * width + from..][..rest.len()];
        rest.iter_mut().zip(cells).for_each(|(s, x)| *s += x);
    }
}

/// The same for some of the cells, from one of them on, `N` at a time in registers.
#[inline(always)]
fn add_lanes<const N: usize>(table: &[f32], width: usize, rows: &[u16], from: usize, lanes: &mut [[f32; N]]) {
    for (k, lane) in lanes.iter_mut().enumerate() {
        let mut sum = *lane;
        for &row in rows {
            let at = usize::from(row) * width + from + k * N;
            let cells: &[f32; N] = table[at..at + N].try_into().expect("as many");
            sum.iter_mut().zip(cells).for_each(|(s, x)| *s += x);
        }
        *lane = sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::tests::{bits, noise};
    use crate::simd::levels;

    #[test]
    fn all_instructions_give_the_same_bits() {
        for width in [1, 21, 32, 96, 101] {
            let (rows, start) = (PackedRows::new(&noise(50 * width, 1), width), noise(width, 2));
            let [expected, sum] = levels().map(|level| {
                let mut sum = start.clone();
                dispatch!(level, _simd => rows.add_with(&[3, 49, 0, 3, 17], &mut sum));
                sum
            });
            assert_eq!(bits(&expected), bits(&sum));
            let mut plain = start;
            for row in [3, 49, 0, 3, 17] {
                let (scale, cells) = unpack(&rows.bytes[row * (4 + width)..(row + 1) * (4 + width)]);
                add_packed(&mut plain, scale, cells);
            }
            assert_eq!(bits(&plain), bits(&sum));
        }
    }

    #[test]
    fn rows_of_a_table_are_added_in_order() {
        for width in [1, 15, 16, 48, 80, 101] {
            let (table, start) = (noise(20 * width, 3), noise(width, 4));
            let chosen = [7u16, 19, 0, 7];
            let mut plain = start.clone();
            for row in chosen {
                plain.iter_mut().zip(&table[usize::from(row) * width..]).for_each(|(s, x)| *s += x);
            }
            for level in levels() {
                let mut sum = start.clone();
                dispatch!(level, _simd => add_rows_with(&table, &chosen, &mut sum));
                assert_eq!(bits(&plain), bits(&sum));
            }
        }
    }
}
