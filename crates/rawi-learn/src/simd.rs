//! Which instructions the kernels run with: those of AVX2 where the machine has them, or else what every machine of its kind has.
//! No kernels: each is written once where it belongs, generic over `Simd` or plain loops, and `dispatch!` compiles it for each.

use fearless_simd::Level;
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
use fearless_simd::prelude::*;

/// What the kernels run with on this machine, found out once.
#[inline]
pub(crate) fn level() -> Level {
    // not wider than what tests run on
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(avx2) = Level::new().as_avx2() {
        return avx2.level();
    }
    Level::baseline()
}

/// All that kernels may run with here: they have to agree to the bit.
#[cfg(test)]
pub(crate) fn levels() -> [Level; 2] {
    [Level::baseline(), level()]
}
