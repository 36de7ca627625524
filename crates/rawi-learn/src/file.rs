//! The file weights are kept in: a readable stamp, then numbers, then a checksum that is verified before anything is decoded.
//! What the numbers mean is up to the caller.

use crate::linear::{INPUTS, OUTPUTS, WEIGHT};
use crate::{Dictionary, Linear, PackedRows, Recurrent, Vectors};

/// Why bytes are not a file of weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    place: usize,
    what: String,
}

impl FileError {
    fn new(place: usize, what: impl Into<String>) -> Self {
        Self { place, what: what.into() }
    }
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "byte {}: {}", self.place, self.what)
    }
}

impl std::error::Error for FileError {}

/// CRC-64 (ECMA-182, reflected, as in XZ), eight bytes a step.
fn checksum(bytes: &[u8]) -> u64 {
    /// `TABLES[k][b]`: what byte `b` does when `k` more bytes follow it in its step.
    static TABLES: [[u64; 256]; 8] = {
        let mut tables = [[0u64; 256]; 8];
        let mut i = 0;
        while i < 256 {
            let mut c = i as u64;
            let mut k = 0;
            while k < 8 {
                c = if c & 1 == 1 { (c >> 1) ^ 0xC96C_5795_D787_0F42 } else { c >> 1 };
                k += 1;
            }
            tables[0][i] = c;
            i += 1;
        }
        let mut k = 1;
        while k < 8 {
            let mut i = 0;
            while i < 256 {
                let c = tables[k - 1][i];
                tables[k][i] = tables[0][(c & 0xff) as usize] ^ (c >> 8);
                i += 1;
            }
            k += 1;
        }
        tables
    };
    let (steps, rest) = bytes.as_chunks::<8>();
    let c = steps.iter().fold(!0u64, |c, step| {
        let x = (c ^ u64::from_le_bytes(*step)).to_le_bytes();
        (0..8).fold(0, |c, k| c ^ TABLES[7 - k][usize::from(x[k])])
    });
    !rest.iter().fold(c, |c, &b| TABLES[0][((c ^ u64::from(b)) & 0xff) as usize] ^ (c >> 8))
}

/// Puts a stamp line before the payload and a checksum after it.
pub fn sealed(stamp: &str, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(stamp.len() + payload.len() + 9);
    out.extend_from_slice(stamp.as_bytes());
    out.push(b'\n');
    out.extend_from_slice(payload);
    out.extend_from_slice(&checksum(&out).to_le_bytes());
    out
}

/// The payload of a sealed file.
///
/// # Errors
/// When the stamp differs from `stamp`, the file is cut short or a byte was changed.
pub fn checked<'b>(stamp: &str, bytes: &'b [u8]) -> Result<&'b [u8], FileError> {
    let line = bytes.iter().take(120).position(|&b| b == b'\n').unwrap_or(bytes.len().min(120));
    if &bytes[..line] != stamp.as_bytes() {
        return Err(FileError::new(0, format!("found the stamp {:?}, expected {stamp:?}", String::from_utf8_lossy(&bytes[..line]))));
    }
    if bytes.len() < line + 9 {
        return Err(FileError::new(bytes.len(), "the file ends before its checksum"));
    }
    let (body, tail) = bytes.split_at(bytes.len() - 8);
    let found = u64::from_le_bytes(tail.try_into().expect("eight bytes"));
    let expected = checksum(body);
    if found != expected {
        return Err(FileError::new(body.len(), format!("the checksum is {found:016x}, the content's is {expected:016x}")));
    }
    Ok(&body[line + 1..])
}

/// Writes numbers, tables and networks one after another.
#[derive(Debug, Default)]
pub struct Packer {
    /// What was written.
    pub bytes: Vec<u8>,
}

impl Packer {
    /// A whole number, in as few bytes as it needs (LEB128).
    pub fn number(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.bytes.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.bytes.push(n as u8);
    }

    /// A string with its length.
    pub fn text(&mut self, s: &str) {
        self.number(s.len() as u64);
        self.bytes.extend_from_slice(s.as_bytes());
    }

    /// Numbers in full precision.
    pub fn floats(&mut self, values: &[f32]) {
        self.number(values.len() as u64);
        values.iter().for_each(|v| self.bytes.extend_from_slice(&v.to_le_bytes()));
    }

    /// A table in eight bits a cell, each row of `width` with a scale of its own.
    pub fn rows(&mut self, values: &[f32], width: usize) {
        self.number(values.len() as u64);
        self.number(width as u64);
        self.packed(&PackedRows::new(values, width));
    }

    /// Rows that are packed already.
    pub fn packed(&mut self, rows: &PackedRows) {
        self.bytes.extend_from_slice(&rows.bytes);
    }

    /// A dictionary.
    pub fn dictionary(&mut self, d: &Dictionary) {
        self.number(d.len() as u64);
        let mut before = 0;
        for &k in d.keys() {
            self.number(u64::from(k - before));
            before = k;
        }
    }

    /// Word vectors.
    pub fn vectors(&mut self, v: &Vectors) {
        self.dictionary(&v.words);
        self.number(v.dim as u64);
        self.bytes.extend_from_slice(&v.scale.to_le_bytes());
        self.bytes.extend(v.cells.iter().map(|&c| c as u8));
    }

    /// A dense layer.
    pub fn linear(&mut self, l: &Linear) {
        self.number(l.inputs() as u64);
        self.number(l.outputs() as u64);
        l.scales().iter().for_each(|s| self.bytes.extend_from_slice(&s.to_le_bytes()));
        for i in 0..l.inputs() {
            self.bytes.extend((0..l.outputs()).map(|o| l.cell(i, o) as u8));
        }
        l.bias().iter().for_each(|b| self.bytes.extend_from_slice(&b.to_le_bytes()));
    }

    /// A recurrent layer.
    pub fn recurrent(&mut self, r: &Recurrent) {
        self.linear(r.gates());
        self.floats(r.keep());
        self.floats(r.show());
    }
}

/// Reads back what a [`Packer`] wrote. Every read checks its bounds.
#[derive(Debug)]
pub struct Unpacker<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Unpacker<'b> {
    /// Begins at the first byte.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn error(&self, what: impl Into<String>) -> FileError {
        FileError::new(self.at, what)
    }

    fn take(&mut self, n: usize) -> Result<&'b [u8], FileError> {
        let part =
            self.bytes.get(self.at..).and_then(|b| b.get(..n)).ok_or_else(|| self.error(format!("{n} bytes expected, the file ends")))?;
        self.at += n;
        Ok(part)
    }

    /// See [`Packer::number`].
    ///
    /// # Errors
    /// When the bytes end or no number stands there; so for every method of this type.
    pub fn number(&mut self) -> Result<u64, FileError> {
        let mut n = 0u64;
        for shift in (0..64).step_by(7) {
            let b = self.take(1)?[0];
            n |= u64::from(b & 0x7f) << shift;
            if b < 0x80 {
                return Ok(n);
            }
        }
        Err(self.error("a number of more than 64 bits"))
    }

    fn size(&mut self) -> Result<usize, FileError> {
        let n = self.number()?;
        usize::try_from(n).ok().filter(|&n| n <= 1 << 28).ok_or_else(|| self.error(format!("the size {n} is too large")))
    }

    /// See [`Packer::text`].
    ///
    /// # Errors
    /// See [`Unpacker::number`].
    pub fn text(&mut self) -> Result<&'b str, FileError> {
        let n = self.size()?;
        let part = self.take(n)?;
        std::str::from_utf8(part).map_err(|_| self.error("text that is not UTF-8"))
    }

    fn float(&mut self) -> Result<f32, FileError> {
        Ok(f32::from_le_bytes(self.take(4)?.try_into().expect("four bytes")))
    }

    /// See [`Packer::floats`].
    ///
    /// # Errors
    /// See [`Unpacker::number`].
    pub fn floats(&mut self) -> Result<Vec<f32>, FileError> {
        let n = self.size()?;
        Ok(self.take(n * 4)?.chunks_exact(4).map(|c| f32::from_le_bytes(c.try_into().expect("four bytes"))).collect())
    }

    fn floats_of(&mut self, n: usize, what: &str) -> Result<Vec<f32>, FileError> {
        let v = self.floats()?;
        if v.len() == n { Ok(v) } else { Err(self.error(format!("{what}: {} numbers, expected {n}", v.len()))) }
    }

    /// See [`Packer::rows`].
    ///
    /// # Errors
    /// See [`Unpacker::number`].
    pub fn rows(&mut self) -> Result<Vec<f32>, FileError> {
        let (n, width) = (self.size()?, self.size()?);
        let mut out = Vec::with_capacity(n.min(self.bytes.len()));
        while out.len() < n {
            let scale = self.float()?;
            let w = width.max(1).min(n - out.len());
            out.extend(self.take(w)?.iter().map(|&b| f32::from(b as i8) * scale));
        }
        Ok(out)
    }

    /// See [`Packer::packed`]: `height` rows of `width` cells.
    ///
    /// # Errors
    /// See [`Unpacker::number`].
    pub fn packed(&mut self, height: usize, width: usize) -> Result<PackedRows, FileError> {
        Ok(PackedRows { bytes: self.take(height.saturating_mul(4 + width))?.to_vec(), width })
    }

    /// See [`Packer::dictionary`].
    ///
    /// # Errors
    /// See [`Unpacker::number`].
    pub fn dictionary(&mut self) -> Result<Dictionary, FileError> {
        let n = self.size()?;
        let mut keys = Vec::with_capacity(n.min(self.bytes.len()));
        let mut k = 0u64;
        for _ in 0..n {
            k = k.saturating_add(self.number()?);
            keys.push(u32::try_from(k).map_err(|_| self.error("a key of more than 32 bits"))?);
        }
        let d = Dictionary::from_keys(keys);
        if d.len() == n { Ok(d) } else { Err(self.error("a key stands twice")) }
    }

    /// See [`Packer::vectors`].
    ///
    /// # Errors
    /// See [`Unpacker::number`].
    pub fn vectors(&mut self) -> Result<Vectors, FileError> {
        let words = self.dictionary()?;
        let dim = self.size()?;
        let scale = self.float()?;
        if !scale.is_finite() {
            return Err(self.error(format!("the scale {scale}")));
        }
        let cells = self.take(words.len().saturating_mul(dim))?.iter().map(|&b| b as i8).collect();
        Ok(Vectors { words, dim, cells, scale })
    }

    /// Floats that stand without their number; each is finite, or reading fails.
    fn finite(&mut self, n: usize, what: &str) -> Result<Vec<f32>, FileError> {
        let start = self.at;
        let values: Vec<f32> = self.take(n * 4)?.as_chunks::<4>().0.iter().map(|c| f32::from_le_bytes(*c)).collect();
        match values.iter().position(|v| !v.is_finite()) {
            Some(k) => Err(FileError::new(start + 4 * k, format!("{what}: the number {}", values[k]))),
            None => Ok(values),
        }
    }

    /// See [`Packer::linear`]. The layer has so many inputs and outputs, or reading fails.
    ///
    /// # Errors
    /// See [`Unpacker::number`].
    pub fn linear(&mut self, inputs: usize, outputs: usize) -> Result<Linear, FileError> {
        let start = self.at;
        let found = (self.size()?, self.size()?);
        if found != (inputs, outputs) {
            return Err(FileError::new(start, format!("a layer of {found:?} inputs and outputs, expected {:?}", (inputs, outputs))));
        }
        if !(1..=INPUTS).contains(&inputs) || !(1..=OUTPUTS).contains(&outputs) {
            return Err(FileError::new(start, format!("a layer of {inputs} inputs and {outputs} outputs")));
        }
        let scales = self.finite(outputs, "scales")?;
        let start = self.at;
        let cells: Vec<i8> = self.take(inputs * outputs)?.iter().map(|&b| b as i8).collect();
        if let Some(k) = cells.iter().position(|c| !(-WEIGHT..=WEIGHT).contains(c)) {
            return Err(FileError::new(start + k, format!("the weight {}", cells[k])));
        }
        let bias = self.finite(outputs, "biases")?;
        Ok(Linear::assemble(inputs, outputs, &cells, &scales, &bias))
    }

    /// See [`Packer::recurrent`]. The layer has so many units in one direction, or reading fails.
    ///
    /// # Errors
    /// See [`Unpacker::number`].
    pub fn recurrent(&mut self, units: usize) -> Result<Recurrent, FileError> {
        let gates = self.linear(units.saturating_mul(2), units.saturating_mul(6))?;
        let mut state = |what| {
            let start = self.at;
            let v = self.floats_of(2 * units, what)?;
            if v.iter().all(|v| v.is_finite()) { Ok(v) } else { Err(FileError::new(start, format!("{what}: not all are finite"))) }
        };
        let (keep, show) = (state("weights of the state")?, state("weights of the state")?);
        Ok(Recurrent::new(gates, keep, show))
    }

    /// Whether everything was read.
    pub fn is_done(&self) -> bool {
        self.at == self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_xz() {
        assert_eq!(checksum(b"123456789"), 0x995D_C9BB_DF19_39FA);
        assert_eq!(checksum(b""), 0);
    }

    #[test]
    fn what_is_packed_is_read_back() {
        let mut out = Packer::default();
        out.number(300);
        out.text("نص");
        out.floats(&[1.5, f32::NEG_INFINITY]);
        out.rows(&[0.5, -127.0, 127.0, 0.0, 0.0], 3);
        let file = sealed("a stamp", &out.bytes);
        let mut from = Unpacker::new(checked("a stamp", &file).expect("whole"));
        assert_eq!(from.number(), Ok(300));
        assert_eq!(from.text(), Ok("نص"));
        assert_eq!(from.floats(), Ok(vec![1.5, f32::NEG_INFINITY]));
        assert_eq!(from.rows(), Ok(vec![1.0, -127.0, 127.0, 0.0, 0.0]));
        assert!(from.is_done());
        assert!(checked("another stamp", &file).is_err());
        for at in 0..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 4;
            assert!(checked("a stamp", &changed).is_err(), "byte {at}");
            assert!(checked("a stamp", &file[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn dense_layers_are_read_back_to_the_bit() {
        use crate::linear::tests::{noise, random};
        for (inputs, outputs) in [(1, 1), (5, 9), (128, 12), (7, 384)] {
            let layer = random(inputs, outputs, 3);
            let mut out = Packer::default();
            out.linear(&layer);
            let mut from = Unpacker::new(&out.bytes);
            let read = from.linear(inputs, outputs).expect("whole");
            assert!(from.is_done());
            let x = noise(6 * inputs, 4);
            let (mut scratch, mut a, mut b) = Default::default();
            layer.apply(&x, &mut a, &mut scratch);
            read.apply(&x, &mut b, &mut scratch);
            assert!(a.iter().zip(&b).all(|(a, b)| a.to_bits() == b.to_bits()));
            assert_eq!(layer.largest().to_bits(), read.largest().to_bits());
            let mut again = Packer::default();
            again.linear(&read);
            assert_eq!(again.bytes, out.bytes);
            for at in 0..out.bytes.len() {
                assert!(Unpacker::new(&out.bytes[..at]).linear(inputs, outputs).is_err(), "cut at {at}");
            }
        }
    }

    #[test]
    fn a_damaged_dense_layer_is_refused() {
        let mut out = Packer::default();
        out.linear(&Linear::new(2, 2, &[1.0, 2.0, 3.0, 4.0], &[5.0, 6.0]));
        for (inputs, outputs) in [(2, 3), (1, 2), (0, 0), (usize::MAX, 2)] {
            assert_eq!(Unpacker::new(&out.bytes).linear(inputs, outputs).map(|_| ()).expect_err("another shape").place, 0);
        }
        // sizes in two bytes, two scales, four weights, two biases
        let changes: [(usize, &[u8]); 5] =
            [(6, &f32::NAN.to_le_bytes()), (2, &f32::INFINITY.to_le_bytes()), (12, &[0x80]), (18, &f32::NAN.to_le_bytes()), (0, &[3])];
        for (place, bytes) in changes {
            let mut changed = out.bytes.clone();
            changed[place..place + bytes.len()].copy_from_slice(bytes);
            assert_eq!(Unpacker::new(&changed).linear(2, 2).map(|_| ()).expect_err("damaged").place, place);
        }
        for (inputs, outputs) in [(0, 2), (2, 0), (INPUTS + 1, 1), (1, OUTPUTS + 1), (1 << 28, 1 << 28)] {
            let mut out = Packer::default();
            out.number(inputs as u64);
            out.number(outputs as u64);
            out.bytes.resize(100_000, 0);
            assert!(Unpacker::new(&out.bytes).linear(inputs, outputs).is_err(), "{inputs} {outputs}");
        }
    }

    #[test]
    fn recurrent_layers_are_read_back_to_the_bit() {
        let layer = crate::recurrent::tests::random_layer(5, 3);
        let mut out = Packer::default();
        out.recurrent(&layer);
        let mut from = Unpacker::new(&out.bytes);
        let read = from.recurrent(5).expect("whole");
        assert!(from.is_done());
        let x = crate::linear::tests::noise(13 * 10, 4);
        let (mut scratch, mut a, mut b) = Default::default();
        layer.apply(&x, &mut a, &mut scratch);
        read.apply(&x, &mut b, &mut scratch);
        assert!(a.iter().zip(&b).all(|(a, b)| a.to_bits() == b.to_bits()));
        for units in [0, 4, 6, 1000, usize::MAX] {
            assert!(Unpacker::new(&out.bytes).recurrent(units).is_err(), "{units}");
        }
        for at in 0..out.bytes.len() {
            assert!(Unpacker::new(&out.bytes[..at]).recurrent(5).is_err(), "cut at {at}");
        }
        let last = out.bytes.len() - 4;
        out.bytes[last..].copy_from_slice(&f32::NAN.to_le_bytes());
        assert!(Unpacker::new(&out.bytes).recurrent(5).is_err());
    }
}
